"""Forms that were sent after the session had ended: what was typed is kept for a day, for the same person only."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import HeldForm
from portal.accounts.rules import HELD_FORM_LASTS
from portal.kernel.clock import Clock
from portal.web.typed import seen

NEVER_HELD = frozenset({"csrf_token"})


def hold(session: Session, clock: Clock, person_id: UUID, path: str, fields: Mapping[str, list[str]]) -> bool:
    """Keep what was typed for the form at ``path``, in place of what was kept before; whether there was anything."""
    session.execute(delete(HeldForm).where(HeldForm.person_id == person_id, HeldForm.path == path))
    kept = {seen(name): [seen(value) for value in values] for name, values in fields.items() if name not in NEVER_HELD}
    if kept:
        session.add(HeldForm(person_id=person_id, path=path, fields=kept, held_at=clock.now()))
        session.flush()
    return bool(kept)


def held_fields(session: Session, clock: Clock, person_id: UUID, path: str) -> Mapping[str, list[str]] | None:
    """What the person had typed into the form at ``path`` within the last day; None where nothing is kept."""
    return session.scalar(
        select(HeldForm.fields).where(
            HeldForm.person_id == person_id,
            HeldForm.path == path,
            HeldForm.held_at > clock.now() - HELD_FORM_LASTS,
        )
    )


def forget_held_fields(session: Session, person_id: UUID, path: str, names: Collection[str]) -> None:
    """Forget what was kept for the form at ``path`` that has any of these fields."""
    kept = session.scalar(select(HeldForm).where(HeldForm.person_id == person_id, HeldForm.path == path))
    if kept is not None and not kept.fields.keys().isdisjoint(names):
        session.delete(kept)
