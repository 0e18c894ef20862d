from dataclasses import replace

import pytest

from portal.criteria.loading import EDITIONS, load_edition
from portal.evidence import rules

TERMS = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8")).evidence_rules
MEGABYTE = 1024 * 1024


def said(problems: object) -> list[str]:
    return [str(problem) for problem in problems]  # type: ignore[attr-defined] # any collection of problems


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ('=cmd, "plan" ŵ 🙂.pdf', '=cmd, "plan" ŵ 🙂.pdf'),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ("two\r\nlines.pdf", "twolines.pdf"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("שלום.pdf", "שלום.pdf"),
        ("  .hidden. ", "hidden"),
        ("", "file"),
        ("\x00/\u200b", "file"),
        ("w" * 200 + ".pdf", "w" * 116 + ".pdf"),
        ("w" * 200, "w" * 120),
    ],
)
def test_kept_name_shows_what_was_typed_without_what_could_deceive(typed: str, kept: str) -> None:
    assert rules.kept_name(typed) == kept


def test_room_for_a_fifth_item_and_none_for_a_sixth() -> None:
    assert said(rules.room_problems(TERMS, "link", 4, 0, 0)) == []
    assert said(rules.room_problems(TERMS, "link", 5, 0, 0)) == [
        "link: There are already 5 items for this criterion. Remove one first."
    ]


def test_room_for_100_megabytes_and_for_no_byte_more() -> None:
    assert said(rules.room_problems(TERMS, "file", 0, 99 * MEGABYTE, MEGABYTE)) == []
    assert said(rules.room_problems(TERMS, "file", 0, 99 * MEGABYTE, MEGABYTE + 1)) == [
        "file: With this file there would be more than 100 MB in all. Remove a file, or give a link instead."
    ]
    smaller = replace(TERMS, max_total_mb=1)
    # A link takes no room, even where files have taken it all.
    assert said(rules.room_problems(smaller, "link", 0, 2 * MEGABYTE, 0)) == []


def test_link_needs_an_address_and_a_note() -> None:
    assert said(rules.link_problems("https://example.gov.uk/a", "Our list, halfway down.")) == []
    assert said(rules.link_problems("", "")) == [
        "link: Paste the web address of the page.",
        "link_note: Say what this shows and where to look.",
    ]
    assert said(rules.link_problems("example.gov.uk", "x" * 301)) == [
        "link: “example.gov.uk” must begin with https:// or http://.",
        "link_note: Write at most 300 characters.",
    ]
