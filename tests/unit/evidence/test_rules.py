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
        ("two\r\nlines.pdf", "two lines.pdf"),
        ("annex\u202efdp.exe", "annexfdp.exe"),
        ("a\u061c\u2066b\u2069\u00ad\ud83d.pdf", "ab.pdf"),
        ("a\u2028b.pdf", "a b.pdf"),
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
    assert rules.room_problem(TERMS, "", 4, 0, 0) is None
    assert (
        str(rules.room_problem(TERMS, "", 5, 0, 0)) == "There are already 5 items for this criterion. Remove one first."
    )
    assert str(rules.room_problem(TERMS, "a, ŵ.pdf", 5, 0, 1)) == (
        "“a, ŵ.pdf” was not added: there are already 5 items for this criterion. Remove one first."
    )


def test_room_for_100_megabytes_and_for_no_byte_more() -> None:
    assert rules.room_problem(TERMS, "a.pdf", 0, 99 * MEGABYTE, MEGABYTE) is None
    assert str(rules.room_problem(TERMS, "a.pdf", 0, 99 * MEGABYTE, MEGABYTE + 1)) == (
        "“a.pdf” was not added: with it there would be more than 100 MB in all. Remove a file, or give a link instead."
    )
    smaller = replace(TERMS, max_total_mb=1)
    # A link takes no room, even where files have taken it all.
    assert rules.room_problem(smaller, "", 0, 2 * MEGABYTE, 0) is None


def test_link_needs_an_address_and_a_note() -> None:
    assert said(rules.link_problems("https://example.gov.uk/a", "Our list.", "")) == []
    assert said(rules.link_problems("", "", "")) == [
        "link: Paste the web address of the page.",
        "link_note: Say what this shows.",
    ]
    assert said(rules.link_problems("example.gov.uk", "x" * 301, "y" * 151)) == [
        "link: “example.gov.uk” must begin with https:// or http://.",
        "link_note: Write at most 300 characters.",
        "link_look_at: Write at most 150 characters.",
    ]


def test_where_to_look_may_be_left_out_and_may_be_as_long_as_150_characters() -> None:
    assert said(rules.said_problems("", "Shows it.", "")) == []
    assert said(rules.said_problems("", "Shows it.", "y" * 150)) == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [("", True), ("PLAN ŵ", True), ("ŵyn the", True), ("plan 2025", False), ("%", False), ("=cmd", True)],
)
def test_search_finds_every_word_in_any_order_and_case(typed: str, found: bool) -> None:
    assert rules.says(typed, "INF-1 The Plan of Llanfair-ŵyn =cmd") is found


def test_version_is_that_of_both_sentences() -> None:
    versions = {rules.version_of("a", "b"), rules.version_of("a", ""), rules.version_of("", "b")}
    assert (rules.version_of("a", "b") in versions, len(versions)) == (True, 3)
