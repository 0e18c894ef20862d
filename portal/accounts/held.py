"""What somebody typed and did not save, kept for four weeks for the same person only: on their way, or signed out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts import rules
from portal.accounts.models import HeldForm
from portal.accounts.rules import HELD_FORM_LASTS
from portal.audit.work import Work
from portal.kernel.clock import Clock
from portal.kernel.errors import RuleBroken
from portal.web.held import Held
from portal.web.typed import seen

# Beside the fields of the form itself: its token, and of which page a draft is.
KEPT_PAGE = "kept_page"
# And what somebody could sign in with.
NEVER_HELD = frozenset({"csrf_token", KEPT_PAGE, "recovery_code", "said"})


@dataclass(frozen=True)
class Draft:
    """What somebody is typing into the form of the page at ``path``: the values of each field by its name."""

    path: str
    fields: Mapping[str, list[str]]


def keep_draft(work: Work, draft: Draft) -> datetime:
    """Keep what the actor has typed so far, in place of what was kept before. Returns when.

    Raises RuleBroken where it is longer than any form of ours, and NotFound where nobody is signed in.
    """
    if problems := tuple(rules.draft_problems(draft.path, draft.fields)):
        raise RuleBroken(problems)
    person_id = work.person_id
    hold(work.session, work.clock, person_id, draft.path, draft.fields)
    _forget_the_oldest(work.session, person_id)
    return work.clock.now()


def throw_away(work: Work, path: str) -> None:
    """Forget what the actor had typed into the form at ``path``. Raises NotFound where nobody is signed in."""
    work.session.execute(delete(HeldForm).where(HeldForm.person_id == work.person_id, HeldForm.path == path))


def hold(session: Session, clock: Clock, person_id: UUID, path: str, fields: Mapping[str, list[str]]) -> bool:
    """Keep what was typed for the form at ``path``, in place of what was kept before; whether there was anything.

    Nothing is kept for an address that is longer than any of ours.
    """
    if len(path) > rules.DRAFT_PATH_MAX_CHARACTERS:
        return False
    session.execute(delete(HeldForm).where(HeldForm.person_id == person_id, HeldForm.path == path))
    kept = {seen(name): [seen(value) for value in values] for name, values in fields.items() if name not in NEVER_HELD}
    if kept:
        session.add(HeldForm(person_id=person_id, path=path, fields=kept, held_at=clock.now()))
        session.flush()
    return bool(kept)


def held_form(session: Session, clock: Clock, person_id: UUID, path: str) -> Held | None:
    """What the person had typed into the form at ``path`` within the last four weeks; None where nothing is kept."""
    row = session.execute(
        select(HeldForm.fields, HeldForm.held_at).where(
            HeldForm.person_id == person_id,
            HeldForm.path == path,
            HeldForm.held_at > clock.now() - HELD_FORM_LASTS,
        )
    ).one_or_none()
    return Held(row.fields, row.held_at) if row else None


def kept_at(session: Session, now: datetime, person_id: UUID | None, paths: Collection[str]) -> Mapping[str, datetime]:
    """For which of these pages something is kept for this person, and since when; in one query."""
    rows = session.execute(
        select(HeldForm.path, HeldForm.held_at).where(
            HeldForm.person_id == person_id, HeldForm.path.in_(paths), HeldForm.held_at > now - HELD_FORM_LASTS
        )
    )
    return {row.path: row.held_at for row in rows}


def forget_held_fields(session: Session, person_id: UUID, path: str, names: Collection[str]) -> None:
    """Forget what was kept for the form at ``path`` that has any of these fields."""
    kept = session.scalar(select(HeldForm).where(HeldForm.person_id == person_id, HeldForm.path == path))
    if kept is not None and not kept.fields.keys().isdisjoint(names):
        session.delete(kept)


def _forget_the_oldest(session: Session, person_id: UUID) -> None:
    too_many = (
        select(HeldForm.id)
        .where(HeldForm.person_id == person_id)
        .order_by(HeldForm.held_at.desc(), HeldForm.id)
        .offset(rules.MOST_DRAFTS)
    )
    if too_old := session.scalars(too_many).all():
        session.execute(delete(HeldForm).where(HeldForm.id.in_(too_old)))
