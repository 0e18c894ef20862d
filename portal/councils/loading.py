"""From the register of eligible bodies, as a CSV file, to rows; or to everything that is wrong with the file.

The columns are explained in docs/data.md.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from portal.councils.kinds import Kind, Nation
from portal.councils.rules import ascii_host
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.words import Words, words

# The register that comes with the portal.
REGISTER = Path(__file__).parent / "eligible-bodies.csv"

COLUMNS = (
    "slug",
    "name",
    "name_cy",
    "kind",
    "nation",
    "region",
    "gss_code",
    "website_domain",
    "population_2020",
    "domain_shared_with",
)
OPTIONAL_COLUMNS = ("first_day", "last_day", "successors")
# They would stand where the portal's own pages stand.
RESERVED_SLUGS = frozenset({"fields", "map", "start"})
# Ends of addresses under which anybody, or every council, has a name.
PUBLIC_ENDINGS = frozenset({"co.uk", "gov.uk", "gov.wales", "llyw.cymru", "net.uk", "org.uk", "me.uk"})
MOST_PEOPLE = 100_000_000

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f]")

Fact = str | int | date | Kind | Nation | None
Choice = TypeVar("Choice", Kind, Nation)


@dataclass(frozen=True)
class CouncilRow:
    """One body, as the file says it.

    ``facts`` go by the names of the columns of the table of councils; what the file has no column for is not among
    them. ``host`` is empty where no domain is known; ``successors`` is None where the file has no such column.
    """

    line: int
    slug: str
    facts: Mapping[str, Fact]
    host: str
    shared_with: tuple[str, ...]
    successors: tuple[str, ...] | None


def read_register(content: bytes) -> tuple[CouncilRow, ...]:
    """Every body in the file, in its order.

    Raises RuleBroken with one problem for each fault, in the order of the lines, each naming the line and the slug.
    """
    lines = _lines(content)
    line, header = lines[0] if lines else (1, [])
    header = [name.strip() for name in header]
    _check_header(line, header)
    reading = _Reading()
    rows = [row for at, cells in lines[1:] if any(cells) and (row := reading.row(at, header, cells))]
    reading.compare(rows)
    if reading.faults:
        raise RuleBroken(Problem("", said) for _line, said in sorted(reading.faults, key=lambda fault: fault[0]))
    return tuple(rows)


def fault(line: int, slug: str, said: Words) -> Words:
    """A fault with the place where it is."""
    return words("Line %(line)s, %(slug)s: %(fault)s", line=line, slug=slug or "–", fault=said)


def _lines(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(words("Line %(line)s: the file is not UTF-8. Save it as CSV UTF-8.", line=line)) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = []
    begins = 1
    try:
        for cells in reader:
            found.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _refused(words("Line %(line)s: this is not CSV: %(reason)s.", line=begins, reason=str(error))) from error
    return found


def _check_header(line: int, header: Sequence[str]) -> None:
    unknown = [name for name in header if name not in COLUMNS + OPTIONAL_COLUMNS]
    missing = [name for name in COLUMNS if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1} - set(unknown))
    faults = [
        *(words("Line %(line)s: there is no column %(name)s. Take it out.", line=line, name=name) for name in unknown),
        *(words("Line %(line)s: the column %(name)s is missing.", line=line, name=name) for name in missing),
        *(words("Line %(line)s: the column %(name)s is there twice.", line=line, name=name) for name in twice),
    ]
    if faults:
        raise _refused(*faults)


def _refused(*faults: Words) -> RuleBroken:
    return RuleBroken(Problem("", said) for said in faults)


@dataclass
class _Reading:
    """Reads one row after the other and notes every fault with its line."""

    faults: list[tuple[int, Words]] = field(default_factory=list)
    _line: int = 1
    _slug: str = ""

    def row(self, line: int, header: Sequence[str], cells: Sequence[str]) -> CouncilRow | None:
        """The row; None where its cells cannot be told apart."""
        given = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        self._line, self._slug = line, given.get("slug", "")
        if len(cells) != len(header):
            self._note(
                words("there are %(count)s columns instead of %(wanted)s.", count=len(cells), wanted=len(header))
            )
            return None
        self._check_text(given)
        facts: dict[str, Fact] = {
            "name": given["name"],
            "name_cy": given["name_cy"],
            "kind": self._one_of(Kind, "kind", given["kind"]),
            "nation": self._one_of(Nation, "nation", given["nation"]),
            "region": given["region"],
            "gss_code": given["gss_code"],
            "population": self._population(given["population_2020"]),
            **{name: self._day(name, given[name]) for name in ("first_day", "last_day") if name in given},
        }
        self._check_order(facts.get("first_day"), facts.get("last_day"))
        return CouncilRow(
            line,
            self._slug,
            facts,
            self._host(given["website_domain"]),
            self._slugs("domain_shared_with", given["domain_shared_with"]),
            self._slugs("successors", given["successors"]) if "successors" in given else None,
        )

    def compare(self, rows: Iterable[CouncilRow]) -> None:
        """Note what is wrong between rows: a slug twice, a domain of two bodies that do not name each other."""
        first_line: dict[str, int] = {}
        on_host: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            on_host[row.host].add(row.slug)
        for row in rows:
            self._line, self._slug = row.line, row.slug
            if row.slug and row.slug in first_line:
                self._note(words("this slug is also on line %(first)s.", first=first_line[row.slug]))
                continue
            first_line[row.slug] = row.line
            others = on_host[row.host] - {row.slug} if row.host else set()
            for slug in sorted(others - set(row.shared_with)):
                self._note(words("%(other)s is on the same domain. Name it in domain_shared_with.", other=slug or "–"))
            for slug in sorted(set(row.shared_with) - others):
                self._note(words("domain_shared_with names %(other)s, which is not on the same domain.", other=slug))

    def _note(self, said: Words) -> None:
        self.faults.append((self._line, fault(self._line, self._slug, said)))

    def _check_text(self, given: Mapping[str, str]) -> None:
        if not _SLUG.fullmatch(self._slug):
            self._note(words("the slug must be small letters, digits and single hyphens."))
        elif self._slug in RESERVED_SLUGS:
            self._note(words("this slug belongs to a page of the portal. Choose another."))
        if not given["name"]:
            self._note(words("the name is missing."))
        for name in (name for name, cell in given.items() if _UNSEEN.search(cell)):
            self._note(words("%(column)s holds a line break or another character that cannot be seen.", column=name))

    def _one_of(self, choices: type[Choice], column: str, typed: str) -> Choice | None:
        try:
            return choices(typed)
        except ValueError:
            self._note(
                words(
                    "the %(column)s is “%(typed)s”. It must be one of: %(choices)s.",
                    column=column,
                    typed=typed,
                    choices=", ".join(choices),
                )
            )
            return None

    def _population(self, typed: str) -> int | None:
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and int(typed[:12]) <= MOST_PEOPLE and len(typed) <= 12):
            self._note(words("population_2020 is “%(typed)s”. It must be a whole number, in digits.", typed=typed))
            return None
        return int(typed)

    def _day(self, column: str, typed: str) -> date | None:
        if not typed:
            return None
        try:
            return date.fromisoformat(typed)
        except ValueError:
            self._note(words("%(column)s is “%(typed)s”. Write the day like 2027-03-31.", column=column, typed=typed))
            return None

    def _check_order(self, first_day: Fact, last_day: Fact) -> None:
        if isinstance(first_day, date) and isinstance(last_day, date) and last_day < first_day:
            self._note(words("the last day is before the first day."))

    def _host(self, typed: str) -> str:
        if not typed:
            return ""
        host = ascii_host(typed)
        if host is None or host != typed or host.startswith("www.") or not _HOST.fullmatch(host):
            self._note(
                words(
                    "website_domain is “%(typed)s”. It must be a domain in small letters, without www and without "
                    "https://, like example.gov.uk.",
                    typed=typed,
                )
            )
        elif host in PUBLIC_ENDINGS:
            self._note(words("website_domain is “%(typed)s”, which does not belong to one body.", typed=typed))
        return typed

    def _slugs(self, column: str, typed: str) -> tuple[str, ...]:
        slugs = tuple(slug.strip() for slug in typed.split(";")) if typed else ()
        for slug in slugs:
            if not _SLUG.fullmatch(slug) or slug == self._slug or slugs.count(slug) > 1:
                self._note(
                    words(
                        "%(column)s is “%(typed)s”. It must be slugs of other bodies, separated by ;.",
                        column=column,
                        typed=typed,
                    )
                )
                break
        return slugs
