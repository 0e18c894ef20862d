"""The register as open data: JSON and CSV, with what each field means."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from portal.documents.csvfile import safe_cell
from portal.kernel.words import Words, words
from portal.register.entries import Entry
from portal.register.queries import WholeRegister
from portal.web.opendata import LICENCE

# To be kept with the facts about councils wherever they are shown in bulk.
ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Contains data from mySociety, UK local authorities (past and current), CC BY 4.0, changed. "
    "Contains Wikidata facts (CC0)."
)

# The fields of an award, in the order of the columns, and what each means. They are permanent: add, never rename.
FIELDS: Mapping[str, Words] = {
    "number": words("Number of the award, the same on certificate and badge"),
    "council": words("Official name of the council"),
    "council_cy": words("Welsh name, where there is one"),
    "council_slug": words("Short name of the council in the addresses of this site; it does not change"),
    "kind": words("Kind of council"),
    "nation": words("England or Wales"),
    "region": words("Region, where there is one"),
    "standing": words(
        "current, renewal_open (current, and may be renewed), suspended, expired, withdrawn, given_up, replaced (by a "
        "newer award) or council_replaced"
    ),
    "standing_since": words("First day of this standing"),
    "holds_the_mark": words("Whether the council may say, by this award, that it holds the Mark"),
    "commendation": words("Whether the award was made with commendation"),
    "first_awarded": words("First day of the council's first award"),
    "valid_from": words("First day of this award"),
    "valid_until": words("Last day of this award, if nothing ends it before"),
    "edition": words("Edition of the criteria that the council was checked against"),
    "domains": words("Official websites, without www"),
    "accounts": words("Official social media accounts"),
    "summary": words("What the council says of itself"),
    "promise": words("Address of the council's promise to residents"),
    "reason_type": words("Why it was withdrawn: false_statement, misuse, annual_check_not_done or criterion_not_met"),
    "replaced_by": words("Number of the newer award"),
    "verify": words("Address of the page that says yes or no about this award"),
}

Address = Callable[[str], str]


def fields_of(entry: Entry, verify_address: Address) -> dict[str, object]:
    """An award as JSON says it. ``verify_address`` gives the address of the page about a number."""
    return {
        "number": entry.number,
        "council": entry.council,
        "council_cy": entry.council_cy or None,
        "council_slug": entry.council_slug,
        "kind": entry.kind,
        "nation": entry.nation,
        "region": entry.region or None,
        "standing": entry.standing,
        "standing_since": entry.position.since_on.isoformat(),
        "holds_the_mark": entry.holds_the_mark,
        "commendation": entry.commendation,
        "first_awarded": entry.first_awarded_on.isoformat(),
        "valid_from": entry.valid_from.isoformat(),
        "valid_until": entry.valid_until.isoformat(),
        "edition": entry.edition,
        "domains": list(entry.domains),
        "accounts": list(entry.accounts),
        "summary": entry.summary or None,
        "promise": entry.promise_address or None,
        "reason_type": entry.reason_type,
        "replaced_by": entry.position.replaced_by,
        "verify": verify_address(entry.number),
    }


def as_json(register: WholeRegister, verify_address: Address) -> Iterator[str]:
    """The register as JSON, piece by piece: with its day, its licence and what each field means."""
    head = {
        "on": register.on.isoformat(),
        "holders": register.holders,
        "licence": LICENCE,
        "source": ATTRIBUTION,
        "fields": {name: str(meaning) for name, meaning in FIELDS.items()},
    }
    yield json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}") + ',\n  "awards": ['
    comma = "\n"
    for entry in register.entries:
        yield comma + json.dumps(fields_of(entry, verify_address), ensure_ascii=False)
        comma = ",\n"
    yield "\n]}\n"


def as_csv(register: WholeRegister, verify_address: Address) -> Iterator[str]:
    """The register as CSV: an award a line under the names of the fields; several values in a cell stand one to a line.

    For UTF-8 without a byte order mark, which programs would take for a part of the first name. A cell that a
    spreadsheet would run as a formula begins with an apostrophe.
    """
    yield _line(FIELDS)
    for entry in register.entries:
        yield _line(safe_cell(_cell(value)) for value in fields_of(entry, verify_address).values())


def csv_metadata() -> dict[str, object]:
    """The columns of the CSV for programs that read CSV on the Web (W3C), which look for it under this name."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": "register.csv",
        "dc:title": "Register of the Social Media Friendly Mark",
        "dc:license": {"@id": LICENCE},
        "dc:source": ATTRIBUTION,
        "tableSchema": {
            "primaryKey": "number",
            "columns": [
                {
                    "name": name,
                    "titles": name,
                    "dc:description": str(meaning),
                    "datatype": _DATATYPES.get(name, "string"),
                    **({"separator": "\n"} if name in ("accounts", "domains") else {}),
                }
                for name, meaning in FIELDS.items()
            ],
        },
    }


_DATATYPES = {
    **dict.fromkeys(("standing_since", "first_awarded", "valid_from", "valid_until"), "date"),
    **dict.fromkeys(("holds_the_mark", "commendation"), "boolean"),
}


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "\n".join(value) if isinstance(value, list) else str(value)
