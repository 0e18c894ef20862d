from datetime import date

import pytest

from portal.councils.kinds import AREA_WORDS, Kind, Nation
from portal.councils.loading import COLUMNS, REGISTER, CouncilRow, read_register
from portal.kernel.errors import RuleBroken

HEADER = ",".join(COLUMNS)
KENT = "kent,Kent,,county,England,South East,E10000016,kent.gov.uk,1589100,"
ADUR = "adur,Adur,,district,England,South East,,adur-worthing.gov.uk,,worthing"
WORTHING = "worthing,Worthing,,district,England,South East,,adur-worthing.gov.uk,,adur"


def csv_of(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join((header, *rows)).encode()


def faults(content: bytes) -> list[str]:
    with pytest.raises(RuleBroken) as refused:
        read_register(content)
    return [str(problem) for problem in refused.value.problems]


def test_every_region_and_nation_of_the_register_has_words_for_both_languages() -> None:
    rows = read_register(REGISTER.read_bytes())
    named = {str(row.facts[part]) for row in rows for part in ("region", "nation")}
    assert named - {""} == set(AREA_WORDS)


def test_register_that_comes_with_the_portal_has_every_eligible_body() -> None:
    rows = read_register(REGISTER.read_bytes())
    assert len(rows) == 419
    assert sum(row.facts["kind"] is Kind.WELSH_PRINCIPAL for row in rows) == 22


def test_row_becomes_plain_values() -> None:
    assert read_register(csv_of(KENT)) == (
        CouncilRow(
            line=2,
            slug="kent",
            facts={
                "name": "Kent",
                "name_cy": "",
                "kind": Kind.COUNTY,
                "nation": Nation.ENGLAND,
                "region": "South East",
                "gss_code": "E10000016",
                "population": 1589100,
            },
            host="kent.gov.uk",
            shared_with=(),
            successors=None,
        ),
    )


def test_optional_columns_are_read_where_they_are_there() -> None:
    header = f"{HEADER},first_day,last_day,successors"
    (row,) = read_register(csv_of(f"{KENT},1974-04-01,2027-03-31,east-kent; west-kent", header=header))
    assert (row.facts["first_day"], row.facts["last_day"]) == (date(1974, 4, 1), date(2027, 3, 31))
    assert row.successors == ("east-kent", "west-kent")


def test_awkward_names_spreadsheet_mark_and_windows_lines_are_read() -> None:
    row = '"awkward","Siân, ""Ŵyn"" =cmd 🙂 עברית","Môn",district,England,,,,,'
    content = b"\xef\xbb\xbf" + csv_of(row, "", KENT).replace(b"\n", b"\r\n")
    assert [(found.line, found.facts["name"]) for found in read_register(content)] == [
        (2, 'Siân, "Ŵyn" =cmd 🙂 עברית'),
        (4, "Kent"),
    ]


def test_two_bodies_on_one_domain_name_each_other() -> None:
    assert [row.shared_with for row in read_register(csv_of(ADUR, WORTHING))] == [("worthing",), ("adur",)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kent,Kent", "Kent,Kent", "Line 2, Kent: the slug must be small letters, digits and single hyphens."),
        ("kent,Kent", ",Kent", "Line 2, –: the slug must be small letters, digits and single hyphens."),
        ("kent,Kent", "start,Kent", "Line 2, start: this slug belongs to a page of the portal. Choose another."),
        ("kent,Kent", "kent,", "Line 2, kent: the name is missing."),
        (
            "kent,Kent",
            'kent,"Ke\tnt"',
            "Line 2, kent: name holds a line break or another character that cannot be seen.",
        ),
        (
            "county",
            "parish",
            (
                "Line 2, kent: the kind is “parish”. It must be one of: county, district, unitary, metropolitan, "
                "london_borough, welsh_principal, fire_rescue, combined_authority, national_park."
            ),
        ),
        ("England", "Scotland", "Line 2, kent: the nation is “Scotland”. It must be one of: England, Wales."),
        ("1589100", "1,5", "Line 2, kent: there are 11 columns instead of 10."),
        ("1589100", "many", "Line 2, kent: population_2020 is “many”. It must be a whole number, in digits."),
        ("1589100", "-1", "Line 2, kent: population_2020 is “-1”. It must be a whole number, in digits."),
        (
            "1589100",
            "9" * 5000,
            f"Line 2, kent: population_2020 is “{'9' * 5000}”. It must be a whole number, in digits.",
        ),
        ("kent.gov.uk", "gov.uk", "Line 2, kent: website_domain is “gov.uk”, which does not belong to one body."),
        (
            "1589100,",
            "1589100,surrey",
            "Line 2, kent: domain_shared_with names surrey, which is not on the same domain.",
        ),
        (
            "1589100,",
            "1589100,kent",
            "Line 2, kent: domain_shared_with is “kent”. It must be slugs of other bodies, separated by ;.",
        ),
    ],
)
def test_fault_in_a_row_names_its_line_and_slug(old: str, new: str, said: str) -> None:
    assert faults(csv_of(KENT.replace(old, new, 1)))[:1] == [said]


@pytest.mark.parametrize(
    "domain",
    ["https://kent.gov.uk", "www.kent.gov.uk", "Kent.gov.uk", "kent", "kent..uk", "k nt.uk", "1.2.3.4", "kéñt.uk"],
)
def test_domain_that_is_none_is_refused(domain: str) -> None:
    assert faults(csv_of(KENT.replace("kent.gov.uk", domain))) == [
        (
            f"Line 2, kent: website_domain is “{domain}”. It must be a domain in small letters, without www and "
            "without https://, like example.gov.uk."
        )
    ]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("1.4.2027,", "Line 2, kent: first_day is “1.4.2027”. Write the day like 2027-03-31."),
        (",2027-02-30", "Line 2, kent: last_day is “2027-02-30”. Write the day like 2027-03-31."),
        ("2027-04-01,2027-03-31", "Line 2, kent: the last day is before the first day."),
    ],
)
def test_day_that_is_none_is_refused(days: str, said: str) -> None:
    assert faults(csv_of(f"{KENT},{days}", header=f"{HEADER},first_day,last_day")) == [said]


def test_slug_twice_names_both_lines() -> None:
    again = KENT.replace("kent.gov.uk", "other.gov.uk")
    assert faults(csv_of(KENT, ADUR, WORTHING, again)) == ["Line 5, kent: this slug is also on line 2."]


def test_line_is_counted_where_a_cell_has_two_lines() -> None:
    assert faults(csv_of(KENT.replace("South East", '"South\nEast"'), "x,,,district,England,,,,,")) == [
        "Line 2, kent: region holds a line break or another character that cannot be seen.",
        "Line 4, x: the name is missing.",
    ]


def test_shared_domain_that_is_not_declared_is_refused() -> None:
    assert faults(csv_of(ADUR, WORTHING.removesuffix("adur"))) == [
        "Line 3, worthing: adur is on the same domain. Name it in domain_shared_with."
    ]


def test_every_fault_is_named_in_the_order_of_the_lines() -> None:
    assert faults(csv_of("a,,,parish,England,,,,,", KENT, KENT)) == [
        "Line 2, a: the name is missing.",
        (
            "Line 2, a: the kind is “parish”. It must be one of: county, district, unitary, metropolitan, "
            "london_borough, welsh_principal, fire_rescue, combined_authority, national_park."
        ),
        "Line 4, kent: this slug is also on line 3.",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", [f"Line 1: the column {name} is missing." for name in COLUMNS]),
        (csv_of(header=f"{HEADER},colour"), ["Line 1: there is no column colour. Take it out."]),
        (csv_of(header=HEADER.replace("region,", "")), ["Line 1: the column region is missing."]),
        (csv_of(header=f"{HEADER},slug"), ["Line 1: the column slug is there twice."]),
        (csv_of(KENT) + b"\n\xff", ["Line 3: the file is not UTF-8. Save it as CSV UTF-8."]),
        (csv_of(KENT, '"kent'), ["Line 3: this is not CSV: unexpected end of data."]),
    ],
)
def test_file_that_cannot_be_read_says_where(content: bytes, said: list[str]) -> None:
    assert faults(content) == said
