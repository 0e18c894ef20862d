"""What may be answered, when, and what is still missing before an application can be sent (C5, rows 2, 3 and 10)."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.applications.addresses import address_problem, host_from, is_own_website
from portal.applications.states import ApplicationState
from portal.criteria.edition import Criterion, Edition
from portal.kernel.calendar import add_months
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

# The item beside the criteria: the council's website, accounts, promise and summary.
PRESENCE = "presence"
# Only what is unlocked can be changed in these.
PARTLY_OPEN = frozenset({ApplicationState.RETURNED_INCOMPLETE, ApplicationState.RESUBMISSION_DRAFT})
# The council writes in these, and an owner can send from them.
WRITABLE = PARTLY_OPEN | {ApplicationState.DRAFT}
# A self-score from here on needs evidence.
EVIDENCE_FROM = 2
SUMMARY_MAX_WORDS = 150
# No 300 words are as long as this; it keeps one endless word out.
MAX_CHARACTERS = 10_000
MAX_LINES = 100
REOPEN_WITHIN_MONTHS = 3

# What the browser's word counter takes for a space, so that both count the same.
_BETWEEN_WORDS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_WORD = re.compile(f"[^{_BETWEEN_WORDS}]+")


class AnswerState(StrEnum):
    """How far an answer has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    TO_CHECK = "to_check"


ANSWER_STATE_WORDS: dict[AnswerState, Words] = {
    AnswerState.NOT_STARTED: words("Not started"),
    AnswerState.IN_PROGRESS: words("In progress"),
    AnswerState.COMPLETE: words("Complete"),
    AnswerState.TO_CHECK: words("Check this"),
}


@dataclass(frozen=True)
class Answered:
    """What a council says on one criterion. ``self_score`` is None where none is chosen or it is not applicable."""

    self_score: int | None = None
    not_applicable: bool = False
    statement: str = ""


@dataclass(frozen=True)
class PresenceTyped:
    """What a council says of itself; ``domains`` and ``accounts`` have one entry a line."""

    domains: str = ""
    accounts: str = ""
    promise_address: str = ""
    summary: str = ""


NOTHING_ANSWERED = Answered()


def count_words(text: str) -> int:
    """How many words there are, counted as the page counts them while somebody types."""
    return len(_WORD.findall(text))


def editable(state: ApplicationState, unlocked: Collection[str], item: str) -> bool:
    """Whether a criterion's answer, or PRESENCE, may be changed: anything in a draft, later only what is unlocked."""
    if state in PARTLY_OPEN:
        return item in unlocked
    return state is ApplicationState.DRAFT


def evidence_may_be_added(state: ApplicationState, unlocked: Collection[str], item: str) -> bool:
    """Whether evidence may be added for this criterion: with its answer, or in reply to a question (C5, row 17)."""
    if state is ApplicationState.CLARIFICATION_REQUESTED:
        return item in unlocked
    return editable(state, unlocked, item)


def reopen_until(lapsed_on: date) -> date:
    """The last day on which an owner can take up again what has lapsed (C5, row 7)."""
    return add_months(lapsed_on, REOPEN_WITHIN_MONTHS)


def may_be_not_applicable(criterion: Criterion, kind: str) -> bool:
    """Whether a council of this kind may say that the criterion does not apply to it."""
    return kind in criterion.na_allowed_for


def answer_problems(edition: Edition, criterion: Criterion, kind: str, answered: Answered) -> Iterator[Problem]:
    """What keeps an answer from being saved at all. That it is not finished does not."""
    yield from _length_problems("statement", answered.statement, edition.evidence_rules.statement_max_words)
    if answered.not_applicable and not may_be_not_applicable(criterion, kind):
        yield Problem(
            "self_score", words("This criterion applies to your council. Choose the sentence that fits best.")
        )
    if answered.self_score is not None and not edition.scale.min <= answered.self_score <= edition.scale.max:
        yield Problem("self_score", words("Choose one of the sentences."))


def gaps(edition: Edition, answered: Answered, evidence_count: int, *, to_check: bool = False) -> tuple[Words, ...]:
    """What is missing from one answer before the application can be sent; empty where it is complete.

    ``to_check``: it was carried over from an earlier application and nobody has said yet that it is still true.
    """
    found = [words("confirm or change the answer carried over from an earlier application")] if to_check else []
    if answered.self_score is None and not answered.not_applicable:
        found.append(words("choose a self-score"))
    if not answered.statement.strip():
        found.append(words("write why it does not apply") if answered.not_applicable else words("write a statement"))
    needed = edition.evidence_rules.min_items_for_score_2_or_more
    if (answered.self_score or 0) >= EVIDENCE_FROM and evidence_count < needed:
        found.append(words("add evidence, which a self-score of 2 or 3 needs"))
    return tuple(found)


def answer_state(
    edition: Edition, answered: Answered | None, evidence_count: int, *, to_check: bool = False
) -> AnswerState:
    """How far an answer has come; None where nothing was ever saved."""
    if to_check:
        return AnswerState.TO_CHECK
    if answered in (None, NOTHING_ANSWERED) and not evidence_count:
        return AnswerState.NOT_STARTED
    missing = gaps(edition, answered or NOTHING_ANSWERED, evidence_count)
    return AnswerState.IN_PROGRESS if missing else AnswerState.COMPLETE


def hosts_of(typed: PresenceTyped) -> frozenset[str]:
    """The hosts among the websites that were typed."""
    return frozenset(host for _number, line in _lines(typed.domains) if (host := host_from(line)))


def presence_problems(typed: PresenceTyped, of_others: Mapping[str, str]) -> Iterator[Problem]:
    """What keeps the page on the council's presence from being saved; each fault names its line.

    ``of_others`` are the hosts among them that belong to another council, with its name: a badge would speak for it.
    """
    for number, line in _lines(typed.domains):
        host = host_from(line)
        if host is None:
            said = words(
                "Line %(line)s: “%(typed)s” is not a web domain. It should look like example.gov.uk.",
                line=number,
                typed=line,
            )
            yield Problem("domains", said)
        elif not is_own_website(host):
            said = words(
                "Line %(line)s: many others have their websites under “%(typed)s”. Give your own, in full.",
                line=number,
                typed=line,
            )
            yield Problem("domains", said)
        elif host in of_others:
            said = words(
                "Line %(line)s: “%(typed)s” is a website of %(council)s. List only your own.",
                line=number,
                typed=line,
                council=of_others[host],
            )
            yield Problem("domains", said)
    for number, line in _lines(typed.accounts):
        if problem := address_problem(line):
            yield Problem("accounts", words("Line %(line)s: %(problem)s", line=number, problem=problem))
    if typed.promise_address and (problem := address_problem(typed.promise_address)):
        yield Problem("promise_address", problem)
    for field in ("domains", "accounts"):
        if len(_lines(getattr(typed, field))) > MAX_LINES:
            yield Problem(field, words("Give at most %(most)s addresses, one a line.", most=MAX_LINES))
    yield from _length_problems("summary", typed.summary, SUMMARY_MAX_WORDS)


def presence_gaps(typed: PresenceTyped | None) -> tuple[Words, ...]:
    """What is missing from the page on the council's presence before the application can be sent."""
    given = typed or PresenceTyped()
    asked = (
        (given.domains, words("give your website’s domain")),
        (given.accounts, words("list your official accounts")),
        (given.promise_address, words("give the address of your promise to residents")),
        (given.summary, words("write the summary for the register")),
    )
    return tuple(missing for value, missing in asked if not value.strip())


def presence_state(typed: PresenceTyped | None) -> AnswerState:
    """How far the page on the council's presence has come."""
    if typed is None:
        return AnswerState.NOT_STARTED
    return AnswerState.IN_PROGRESS if presence_gaps(typed) else AnswerState.COMPLETE


def completeness_problems(
    edition: Edition,
    answers: Mapping[str, Answered],
    evidence_counts: Mapping[str, int],
    presence: PresenceTyped | None,
    to_check: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Everything that is missing before the application can be sent (C5, row 3).

    The mappings go by criterion id; ``to_check`` are the answers carried over and neither confirmed nor changed.
    ``field`` of a problem is that id, or PRESENCE. The order is the edition's.
    """
    found = [
        Problem(criterion.id, words("%(id)s: %(missing)s.", id=criterion.id, missing=missing))
        for criterion in edition.criteria
        for missing in gaps(
            edition,
            answers.get(criterion.id, NOTHING_ANSWERED),
            evidence_counts.get(criterion.id, 0),
            to_check=criterion.id in to_check,
        )
    ]
    about_presence = [
        Problem(PRESENCE, words("Official accounts and website: %(missing)s.", missing=missing))
        for missing in presence_gaps(presence)
    ]
    return (*found, *about_presence)


def tidy(typed: PresenceTyped) -> PresenceTyped:
    """The page on presence as it is kept: no empty lines, each domain as a bare host, each entry once."""
    return PresenceTyped(
        domains="\n".join(dict.fromkeys(host_from(line) or line for _, line in _lines(typed.domains))),
        accounts="\n".join(dict.fromkeys(line for _, line in _lines(typed.accounts))),
        promise_address=typed.promise_address.strip(),
        summary=typed.summary.strip(),
    )


def _lines(text: str) -> list[tuple[int, str]]:
    return [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _length_problems(field: str, text: str, most_words: int) -> Iterator[Problem]:
    count = count_words(text)
    if count > most_words:
        said = words(
            "You have written %(count)s words and may write %(most)s. Take out %(over)s.",
            count=count,
            most=most_words,
            over=count - most_words,
        )
        yield Problem(field, said)
    elif len(text) > MAX_CHARACTERS:
        yield Problem(field, words("Write at most %(most)s characters.", most=MAX_CHARACTERS))
