"""The status lists: which credentials must not be relied on, signed, worked out from how the awards stand."""

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.audit.work import Reaction, Work
from portal.awards.models import Award
from portal.awards.queries import awards
from portal.credentials.models import Credential, StatusList
from portal.credentials.proofs import signed
from portal.credentials.rules import LIST_DAYS, Entry, StatusPurpose, bits_of, list_name
from portal.credentials.template import status_list
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.events import Event
from portal.keys.issuer import Issuer
from portal.keys.queries import KeyMissing, SigningKey, signing_key
from portal.keys.states import Purpose

Due = Callable[[Session, datetime], Iterator[Callable[[Work], None]]]


def restate(issuer: Issuer) -> Reaction:
    """The reaction to whatever changes how an award stands: its bits are put right and the lists signed anew, at once.

    Without a key the change itself goes on, such as a withdrawal; the lists are then not given out until they can be
    signed, so that nobody is told what is no longer so.
    """

    def react(work: Work, event: Event) -> None:
        state(work, issuer, event.subject_id)

    return react


def sign_anew(issuer: Issuer) -> Reaction:
    """The reaction to a key that is not trusted any more: every list is signed with another one."""

    def react(work: Work, _event: Event) -> None:
        for number in sorted(set(work.session.scalars(select(StatusList.number)))):
            _sign(work.session, issuer, number, work.clock.now())

    return react


def state(work: Work, issuer: Issuer, award_id: UUID) -> None:
    """Put right the bits of one award's credentials in every list that they are in."""
    mine = Credential.award_id == award_id
    numbers = work.session.scalars(select(Credential.list_number).where(mine).distinct()).all()
    for number in sorted(numbers):
        _sign(work.session, issuer, number, work.clock.now(), mine)


def lists_due(issuer: Issuer) -> Due:
    """What looks for lists that were last signed on an earlier day, or could not be, and yields their signing."""

    def look(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
        rows = session.execute(select(StatusList.number, StatusList.signed_at, StatusList.outdated)).all()
        for number in sorted({row.number for row in rows if row.outdated or day_of(row.signed_at) != day_of(now)}):
            yield partial(_sign_whole, issuer=issuer, number=number)

    return look


def _sign_whole(work: Work, issuer: Issuer, number: int) -> None:
    _sign(work.session, issuer, number, work.clock.now())


def published_list(session: Session, issuer: Issuer, name: str, now: datetime) -> bytes:
    """A list by its name, as it is published: as it was signed today, or signed this moment where that is to come.

    Raises NotFound, and KeyMissing where it has to be signed and cannot be.
    """
    purpose, _, number = name.rpartition("-")
    known = select(StatusList).where(StatusList.purpose == purpose, StatusList.number == _whole(number))
    row = session.scalar(known) if purpose in set(StatusPurpose) else None
    if row is None or list_name(row.purpose, row.number) != name:
        raise NotFound(f"no status list {name}")
    if not row.outdated and day_of(row.signed_at) == day_of(now):
        return row.document
    key = signing_key(session, issuer, Purpose.PROOF)
    bits = bits_of(row.purpose, _entries(session, row.number, now))
    return _document(issuer, key, row.purpose, row.number, bits, now)


def list_names(session: Session) -> tuple[str, ...]:
    """The name of every list there is."""
    rows = session.execute(
        select(StatusList.purpose, StatusList.number).order_by(StatusList.number, StatusList.purpose)
    )
    return tuple(list_name(row.purpose, row.number) for row in rows)


def begin(session: Session, issuer: Issuer, number: int, now: datetime) -> None:
    """Publish the lists with this number, if that has not been done."""
    if session.scalar(select(StatusList.id).where(StatusList.number == number).limit(1)) is None:
        _sign(session, issuer, number, now)


def _sign(
    session: Session, issuer: Issuer, number: int, now: datetime, only: ColumnElement[bool] | None = None
) -> None:
    """Sign the lists with this number: with every bit worked out, or with those of a few credentials put right."""
    rows = {
        row.purpose: row
        for row in session.scalars(select(StatusList).where(StatusList.number == number).with_for_update())
    }
    behind = [row for row in rows.values() if row.outdated or day_of(row.signed_at) != day_of(now)]
    whole = only is None or not rows or bool(behind)
    try:
        key = signing_key(session, issuer, Purpose.PROOF)
    except KeyMissing:
        if not rows:
            raise
        for row in rows.values():
            row.outdated = True
        return
    entries = tuple(_entries(session, number, now, None if whole else only))
    for purpose in StatusPurpose:
        row = rows.get(purpose) or StatusList(number=number, purpose=purpose)
        bits = bits_of(purpose, entries, b"" if whole else row.bits)
        row.bits, row.document = bits, _document(issuer, key, purpose, number, bits, now)
        row.signed_at, row.outdated = now, False
        session.add(row)
    session.flush()


def _entries(session: Session, number: int, now: datetime, only: ColumnElement[bool] | None = None) -> Iterator[Entry]:
    here = [Credential.list_number == number, *([] if only is None else [only])]
    columns = (Credential.award_id, Credential.list_index, Credential.revoked)
    standings = {
        award.id: award.position(max(day_of(now), award.starts_on)).standing
        for award in awards(session, Award.id.in_(select(Credential.award_id).where(*here)))
    }
    for award_id, index, revoked in session.execute(select(*columns).where(*here)):
        yield Entry(index, standings[award_id], revoked)


def _document(
    issuer: Issuer, key: SigningKey, purpose: StatusPurpose, number: int, bits: bytes, now: datetime
) -> bytes:
    packed = base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).rstrip(b"=").decode()
    until = now + timedelta(days=LIST_DAYS)
    return json.dumps(signed(status_list(issuer, purpose, number, f"u{packed}", now, until), key, now)).encode()


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
