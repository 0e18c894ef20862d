"""What it takes to suspend, withdraw or give up an award: C9 of docs/process.md, as pure functions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.appeals.rules import lodge_by
from portal.awards.rules import Standing, note_problems
from portal.awards.states import ReasonType
from portal.kernel.calendar import add_working_days
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words
from portal.standing.states import Ground

NOTICE_WORKING_DAYS = 5
UNRESOLVED = timedelta(days=90)
AT_LEAST = 10
AT_MOST = 2000
LONGEST_EMAIL = 254


class Verdict(StrEnum):
    """What a lead reviewer decides on a proposal to suspend."""

    NOTICE = "notice"
    AT_ONCE = "at_once"
    NOT = "not"


@dataclass(frozen=True)
class Notice:
    """The last day on which the council can answer before it is suspended, and the day on which it is."""

    answer_by: date
    suspend_on: date


def notice_from(day: date) -> Notice:
    """The notice that a council gets on a day: five working days, and suspended on the next one after them."""
    answer_by = add_working_days(day, NOTICE_WORKING_DAYS)
    return Notice(answer_by, add_working_days(answer_by, 1))


# Where one form has several such fields, the words at the top of the page tell which is meant.
TOO_SHORT: dict[str, Words] = {
    "seen": words("Say in a sentence what has been seen: the council will read it."),
    "to_put_right": words("Say in a sentence what would put it right: the council will read it."),
    "why": words("Say why in a sentence: others will read it."),
    "said": words("Say in a sentence what you have put right, or what we are to know."),
}


def text_problems(field: str, said: str) -> Iterator[Problem]:
    """What is wrong with a reason that others will read."""
    if len(said.strip()) < AT_LEAST:
        yield Problem(field, TOO_SHORT.get(field, words("Say it in a sentence: others will read it.")))
    elif len(said) > AT_MOST:
        yield Problem(field, words("Write at most %(most)s characters.", most=AT_MOST))


def proposal_problems(ground: Ground | None, seen: str, to_put_right: str, public_note: str) -> Iterator[Problem]:
    """What is wrong with a proposal to suspend an award."""
    if ground is None:
        yield Problem("ground", words("Choose the ground."))
    yield from text_problems("seen", seen)
    yield from text_problems("to_put_right", to_put_right)
    yield from note_problems(public_note)


def verdict_problems(verdict: Verdict | None, why: str) -> Iterator[Problem]:
    """What is wrong with a decision on it: suspending at once, or not at all, needs its reason."""
    if verdict is None:
        yield Problem("verdict", words("Choose what happens."))
    elif verdict is not Verdict.NOTICE:
        yield from text_problems("why", why)


def may_be_withdrawn_from(suspended_since: date, reason_type: ReasonType) -> date:
    """The first day on which a suspended award can be withdrawn: after 90 days, or at once for a false statement."""
    return suspended_since if reason_type is ReasonType.FALSE_STATEMENT else suspended_since + UNRESOLVED


def unresolved_since(standing: Standing, since_on: date, day: date) -> date | None:
    """The day on which a suspended award had been so for 90 days; None where that is to come or it is not suspended."""
    over = since_on + UNRESOLVED
    return over if standing is Standing.SUSPENDED and day >= over else None


def appeal_by(standing: Standing, since_on: date, day: date) -> date | None:
    """The last day on which a suspension or withdrawal can be appealed (C8); None where it is past or was neither."""
    last = lodge_by(since_on)
    return last if standing in (Standing.SUSPENDED, Standing.WITHDRAWN) and day <= last else None


def withdrawing_problems(
    reason_type: ReasonType | None, why: str, public_note: str, suspended_since: date, day: date
) -> Iterator[Problem]:
    """What is wrong with a proposal to withdraw a suspended award."""
    if reason_type is None:
        yield Problem("reason_type", words("Choose the reason."))
    elif day < (first := may_be_withdrawn_from(suspended_since, reason_type)):
        said = words(
            "For this reason an award can be withdrawn when it was suspended for 90 days: from %(day)s.", day=first
        )
        yield Problem("reason_type", said)
    yield from text_problems("why", why)
    yield from note_problems(public_note)


def email_problems(field: str, email: str) -> Iterator[Problem]:
    """What is wrong with an address for letters; none need be given."""
    name, _, host = email.partition("@")
    is_address = bool(name) and "." in host.strip(".") and len(email.split()) == 1 and "@" not in host
    if email and (not is_address or len(email) > LONGEST_EMAIL or not email.isprintable()):
        yield Problem(field, words("Enter an email address such as web@example.gov.uk, or leave this empty."))
