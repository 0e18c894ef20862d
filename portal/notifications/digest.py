"""The daily summary: what need not come at once, in one email a person, on working days at 8 in London (E9 of D2)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit.work import Work
from portal.kernel.clock import day_of
from portal.kernel.words import words
from portal.notifications.actions import add_once, keys_had, outbox_row
from portal.notifications.hours import may_write, opening_of
from portal.notifications.letter import Item, Letter, from_document
from portal.notifications.models import DigestEntry
from portal.notifications.worker import Step

MOST_LINES = 40


def digests_due(session: Session, now: datetime) -> Iterator[Step]:
    """Yield the summary of each person for whom something was gathered before 8 this morning, once a day."""
    if not may_write(now):
        return
    opening = opening_of(now)
    gathered = select(DigestEntry.to_address).where(DigestEntry.email_id.is_(None), DigestEntry.queued_at < opening)
    keys = {_key(opening, address): address for address in session.scalars(gathered.distinct())}
    for key in sorted(keys.keys() - keys_had(session, keys.keys())):
        yield partial(_send, address=keys[key], opening=opening)


def _key(opening: datetime, address: str) -> str:
    return f"digest:{opening.date()}:{address}"


def _send(work: Work, address: str, opening: datetime) -> None:
    gathered = select(DigestEntry).where(
        DigestEntry.to_address == address, DigestEntry.email_id.is_(None), DigestEntry.queued_at < opening
    )
    entries = work.session.scalars(gathered.order_by(DigestEntry.queued_at)).all()
    if not entries:
        return
    # What came in one moment stands in the order of its words, so that the lines about one thing are together.
    found = [(entry.queued_at, from_document(entry.code, entry.letter)) for entry in entries]
    letters = [letter for _at, letter in sorted(found, key=lambda one: (one[0], str(one[1].subject)))]
    row = outbox_row(summary(letters, opening), address, work.clock.now(), key=_key(opening, address))
    # Of two workers the second finds the day's summary there, and leaves the lines to it.
    if add_once(work.session, row):
        for entry in entries:
            entry.email_id = row.id


def summary(letters: Iterable[Letter], moment: datetime) -> Letter:
    """One letter in place of several: a line for each, and the same line once, with how often it came."""
    lines: Counter[tuple[str, str]] = Counter()
    said = {}
    for letter in letters:
        line = (str(letter.subject), letter.path)
        lines[line] += 1
        said[line] = letter.subject
    items = [
        Item(words("%(line)s (%(times)s times)", line=said[line], times=times) if times > 1 else said[line], line[1])
        for line, times in lines.items()
    ]
    if (more := len(items) - MOST_LINES) > 0:
        items = [*items[:MOST_LINES], Item(words("and %(count)s more", count=more))]
    return Letter(
        "E9",
        words("Your summary of %(day)s", day=day_of(moment)),
        (words("This has happened since your last summary:"),),
        words("Sign in"),
        "/sign-in",
        words(
            "You need not answer this email. Whatever has a deadline for you comes in an email of its own. On your "
            "account page you can choose what waits for this summary."
        ),
        items=tuple(items),
    )


def forget_gathered(session: Session, address: str, council_id: UUID) -> None:
    """Drop what waits for somebody who has no access to this council any more."""
    of_council = select(Application.id).where(Application.council_id == council_id)
    session.execute(
        delete(DigestEntry).where(
            DigestEntry.to_address == address, DigestEntry.email_id.is_(None), DigestEntry.case_id.in_(of_council)
        )
    )
