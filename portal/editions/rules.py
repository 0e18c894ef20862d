"""What a draft may be called, how long it may be, and from which day an edition may count."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from portal.criteria.edition import Edition
from portal.kernel.calendar import add_months
from portal.kernel.errors import Problem
from portal.kernel.words import Words, words

# As bytes of UTF-8; the edition of 2026 has 72 KB.
LONGEST_TEXT = 300 * 1024
LONGEST_VERSION = 20
LONGEST_REASON = 1000
# Councils prepare for a year or more: half a year is the least that they are given, whatever an edition says.
LEAST_NOTICE_MONTHS = 6
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_CRITERION_ID = re.compile(r"[A-Z][A-Z0-9]{0,9}-[0-9]{1,3}")


def naming_problems(name: str, version: str, *, taken: bool) -> Iterator[Problem]:
    """What keeps a new edition from being called so; ``taken`` says that another has the name."""
    if not _NAME.fullmatch(name):
        yield Problem("name", words("Give a name of small letters, digits and hyphens, such as 2027."))
    elif taken:
        yield Problem(
            "name", words("There is an edition or a draft with the name %(name)s. Choose another.", name=name)
        )
    if not version:
        yield Problem("version_name", words("Give the number of the version, such as 1.1."))
    elif len(version) > LONGEST_VERSION:
        yield Problem("version_name", words("Write at most %(most)s characters.", most=LONGEST_VERSION))


def text_problems(text: str) -> Iterator[Problem]:
    """What keeps a text from being kept as a draft. What is wrong in it does not."""
    if not text.strip():
        yield Problem("source", words("The text is empty. To give the draft up, go back and remove it there."))
    elif len(text.encode()) > LONGEST_TEXT:
        yield Problem("source", words("The text is longer than %(most)s KB. Shorten it.", most=LONGEST_TEXT // 1024))


def naming_fault(edition: Edition, name: str) -> Words | None:
    """What is wrong where the text of a draft names another edition than the draft; None where it does not."""
    if edition.slug == name:
        return None
    return words(
        "The text says edition: %(said)s, but this draft is %(name)s. Write “%(name)s” there, under framework.",
        said=edition.slug,
        name=name,
    )


def notice_months(in_force: Edition | None) -> int:
    """How many calendar months before it counts an edition is announced: as the one in force promises."""
    promised = in_force.validity.new_criteria_version_notice_months if in_force else 0
    return max(promised, LEAST_NOTICE_MONTHS)


def earliest_day(today: date, months: int) -> date:
    """The first day from which an edition can count that is scheduled today."""
    return add_months(today, months)


def may_schedule(person_id: UUID | None, saved_by_id: UUID) -> bool:
    """Whether this person may schedule a draft: anybody but the last who changed it."""
    return person_id is not None and person_id != saved_by_id


def scheduling_problems(publish_on: date, earliest: date, months: int, *, four_eyes: bool) -> Iterator[Problem]:
    """What keeps a draft without a fault from being scheduled for this day."""
    if not four_eyes:
        yield Problem(
            "", words("You changed this draft last. Somebody else must read it and schedule it: ask a colleague.")
        )
    if publish_on < earliest:
        yield Problem(
            "publish_on",
            words(
                "Councils are given %(months)s months to prepare. Choose %(earliest)s or a later day.",
                months=months,
                earliest=earliest,
            ),
        )


def reason_problems(reason: str) -> Iterator[Problem]:
    """What is wrong with the reason for taking a scheduled edition back."""
    if not reason.strip():
        yield Problem("reason", words("Say why: the owners of all councils are told."))
    elif len(reason) > LONGEST_REASON:
        yield Problem("reason", words("Write at most %(most)s characters.", most=LONGEST_REASON))


def id_problems(wanted: str, taken: Iterable[str]) -> Iterator[Problem]:
    """What keeps a new criterion from having this id."""
    if not _CRITERION_ID.fullmatch(wanted):
        yield Problem("id", words("Give an id of capital letters, digits and a hyphen, such as INF-5."))
    elif wanted in taken:
        yield Problem("id", words("There is a criterion %(id)s already. Choose another id.", id=wanted))
