from dataclasses import replace

import pytest

from portal.applications import rules
from portal.applications.rules import Answered, AnswerState, PresenceTyped
from portal.applications.states import ApplicationState
from portal.criteria.edition import Edition
from portal.criteria.loading import EDITIONS, load_edition

LONG_WORD = "w" * 90
PRESENCE = PresenceTyped(
    "example.gov.uk", "https://social.example/@council", "https://example.gov.uk/promise", 'We answer, "always" 🙂'
)
FINISHED = Answered(2, statement="We do.")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))


def said(problems: object) -> list[str]:
    return [str(problem) for problem in problems]  # type: ignore[attr-defined] # any collection of problems


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("one", 1),
        ("one two\nthree\u00a0four", 4),
        ("=cmd, “quoted” – 🙂 ŵ", 5),
        (f"שלום {LONG_WORD}", 2),
        # Python takes this for a space and the browser's counter does not.
        ("one\x1ftwo", 1),
        # The browser's counter takes this for a space and Python does not.
        ("one\ufefftwo", 2),
    ],
)
def test_count_words_counts_as_the_page_does(text: str, count: int) -> None:
    assert rules.count_words(text) == count


@pytest.mark.parametrize("state", list(ApplicationState))
@pytest.mark.parametrize("item", ["INF-1", "INF-2", rules.PRESENCE])
def test_editable_in_draft_anything_when_returned_or_sent_again_only_what_is_unlocked_else_nothing(
    state: ApplicationState, item: str
) -> None:
    expected = {ApplicationState.DRAFT: True, ApplicationState.RETURNED_INCOMPLETE: item == "INF-1"}
    expected[ApplicationState.RESUBMISSION_DRAFT] = item == "INF-1"
    assert rules.editable(state, {"INF-1"}, item) is expected.get(state, False)


def test_answer_of_300_words_has_no_problem_and_of_301_says_how_many_to_take_out(edition: Edition) -> None:
    criterion = edition.criterion("INF-1")
    at_most, one_more = Answered(statement="word " * 300), Answered(statement="word " * 301)
    assert said(rules.answer_problems(edition, criterion, "district", at_most)) == []
    assert said(rules.answer_problems(edition, criterion, "district", one_more)) == [
        "statement: You have written 301 words and may write 300. Take out 1."
    ]


def test_answer_of_one_endless_word_is_refused(edition: Edition) -> None:
    endless = Answered(statement="w" * 10_001)
    assert said(rules.answer_problems(edition, edition.criterion("INF-1"), "district", endless)) == [
        "statement: Write at most 10000 characters."
    ]


@pytest.mark.parametrize(
    ("kind", "allowed"), [("national_park", True), ("combined_authority", True), ("county", False)]
)
def test_not_applicable_is_only_for_the_kinds_that_the_criterion_names(
    edition: Edition, kind: str, allowed: bool
) -> None:
    answered = Answered(not_applicable=True, statement="We hold no meetings.")
    found = said(rules.answer_problems(edition, edition.criterion("SAF-4"), kind, answered))
    refusal = "self_score: This criterion applies to your council. Choose the sentence that fits best."
    assert found == ([] if allowed else [refusal])


@pytest.mark.parametrize("score", [-1, 4])
def test_self_score_outside_the_scale_is_refused(edition: Edition, score: int) -> None:
    found = rules.answer_problems(edition, edition.criterion("INF-1"), "district", Answered(score))
    assert said(found) == ["self_score: Choose one of the sentences."]


@pytest.mark.parametrize(
    ("answered", "evidence", "state"),
    [
        (None, 0, AnswerState.NOT_STARTED),
        (Answered(), 0, AnswerState.NOT_STARTED),
        (None, 1, AnswerState.IN_PROGRESS),
        (Answered(statement="We do."), 0, AnswerState.IN_PROGRESS),
        (Answered(0), 0, AnswerState.IN_PROGRESS),
        (Answered(0, statement=" \n"), 0, AnswerState.IN_PROGRESS),
        (Answered(0, statement="We do not."), 0, AnswerState.COMPLETE),
        (Answered(1, statement="A little."), 0, AnswerState.COMPLETE),
        (Answered(2, statement="We do."), 0, AnswerState.IN_PROGRESS),
        (Answered(2, statement="We do."), 1, AnswerState.COMPLETE),
        (Answered(3, statement="We do."), 0, AnswerState.IN_PROGRESS),
        (Answered(3, statement="We do."), 5, AnswerState.COMPLETE),
        (Answered(not_applicable=True), 0, AnswerState.IN_PROGRESS),
        (Answered(not_applicable=True, statement="No meetings."), 0, AnswerState.COMPLETE),
    ],
)
def test_answer_state_follows_from_score_statement_and_evidence(
    edition: Edition, answered: Answered | None, evidence: int, state: AnswerState
) -> None:
    assert rules.answer_state(edition, answered, evidence) is state


def test_completeness_of_an_empty_application_names_every_criterion_and_the_presence(edition: Edition) -> None:
    problems = rules.completeness_problems(edition, {}, {}, None)
    assert [problem.field for problem in problems] == [c.id for c in edition.criteria for _ in range(2)] + [
        rules.PRESENCE
    ] * 4
    assert said(problems)[:2] == [
        "INF-1: INF-1: choose a self-score.",
        "INF-1: INF-1: write a statement.",
    ]


def test_completeness_of_a_finished_application_has_no_problem(edition: Edition) -> None:
    answers = {criterion.id: FINISHED for criterion in edition.criteria}
    counts = dict.fromkeys(answers, 1)
    assert rules.completeness_problems(edition, answers, counts, PRESENCE) == ()


def test_completeness_names_the_one_self_score_without_evidence(edition: Edition) -> None:
    answers = {criterion.id: FINISHED for criterion in edition.criteria}
    counts = {criterion: 1 for criterion in answers if criterion != "TWO-1"}
    assert said(rules.completeness_problems(edition, answers, counts, PRESENCE)) == [
        "TWO-1: TWO-1: add evidence, which a self-score of 2 or 3 needs."
    ]


@pytest.mark.parametrize("field", ["domains", "accounts", "promise_address", "summary"])
def test_presence_is_complete_only_with_every_field(field: str) -> None:
    assert rules.presence_state(PRESENCE) is AnswerState.COMPLETE
    assert rules.presence_state(replace(PRESENCE, **{field: " "})) is AnswerState.IN_PROGRESS
    assert rules.presence_state(None) is AnswerState.NOT_STARTED


def test_presence_faults_name_the_line_that_each_is_on() -> None:
    typed = PresenceTyped(
        domains="example.gov.uk\n\nnot a domain\nhttps://www.example.gov.uk/page",
        accounts="https://social.example/@council\n@council\nhttps://me:secret@social.example/x",
        promise_address="promise",
        summary="word " * 151,
    )
    assert said(rules.presence_problems(typed, {})) == [
        "domains: Line 3: “not a domain” is not a web domain. It should look like example.gov.uk.",
        "accounts: Line 2: “@council” must begin with https:// or http://.",
        "accounts: Line 3: The web address has a name or a password before the @. Take it out: others will read it.",
        "promise_address: “promise” must begin with https:// or http://.",
        "summary: You have written 151 words and may write 150. Take out 1.",
    ]


def test_presence_with_too_many_lines_is_refused() -> None:
    typed = PresenceTyped(accounts="\n".join(f"https://social.example/{number}" for number in range(101)))
    assert said(rules.presence_problems(typed, {})) == ["accounts: Give at most 100 addresses, one a line."]


def test_tidy_presence_keeps_bare_hosts_without_empty_lines_or_doubles() -> None:
    typed = PresenceTyped(
        "https://www.Example.gov.uk/\n\nexample.gov.uk\n", " https://a.example/1 \nhttps://a.example/1", " x ", "  y\n"
    )
    assert rules.tidy(typed) == PresenceTyped("example.gov.uk", "https://a.example/1", "x", "y")


@pytest.mark.parametrize("ending", ["gov.uk", "https://www.gov.uk/", "CO.UK", "llyw.cymru"])
def test_website_under_which_many_have_theirs_is_no_council_s_own(ending: str) -> None:
    said = f"Line 2: many others have their websites under “{ending}”. Give your own, in full."
    found = rules.presence_problems(PresenceTyped(domains=f"example.gov.uk\n{ending}"), {})
    assert [(problem.field, str(problem.words)) for problem in found] == [("domains", said)]


def test_website_of_another_council_is_named_with_its_line_and_its_council() -> None:
    typed = PresenceTyped(domains="town.gov.uk\nhttps://www.kent.gov.uk/pages")
    assert said(rules.presence_problems(typed, {"kent.gov.uk": "Kent, “the” County 🙂"})) == [
        "domains: Line 2: “https://www.kent.gov.uk/pages” is a website of Kent, “the” County 🙂. List only your own."
    ]
