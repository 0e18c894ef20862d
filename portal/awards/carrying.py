"""Which official websites and accounts a renewal takes over from the award that it replaces (C9)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.awards.models import AwardPlaceChange
from portal.awards.queries import OfficialPlaces, official_places
from portal.awards.states import PlaceKind


@dataclass(frozen=True)
class Changed:
    """A place that was added to an award, or removed from it, and when."""

    value: str
    added: bool
    at: datetime


def carried(
    typed: Sequence[str],
    official: Collection[str],
    changes: Iterable[Changed],
    began_at: datetime | None,
    signed_at: datetime | None,
) -> tuple[str, ...]:
    """What the application says, without what was removed since it was signed and with what was added since it began.

    It began with what was official then: a place of that time that it does not name, the council has taken out. Where
    ``began_at`` is None it began empty: then whatever was added to the award counts.
    """
    changes = tuple(changes)
    removed = {change.value for change in changes if not change.added and signed_at and change.at > signed_at}
    added = {change.value for change in changes if change.added and (began_at is None or change.at > began_at)}
    kept = [place for place in typed if place in official or place not in removed]
    return tuple(dict.fromkeys([*kept, *(place for place in official if place in added)]))


def places_of_renewal(
    session: Session, application: Application, typed: OfficialPlaces, held_id: UUID
) -> OfficialPlaces:
    """The official places of the award that this application leads to, in the place of the one that is held."""
    official = official_places(session, [held_id])[held_id]
    rows = session.scalars(
        select(AwardPlaceChange).where(AwardPlaceChange.award_id == held_id).order_by(AwardPlaceChange.place)
    ).all()
    began = application
    while began.resubmission_of_id is not None:
        # A resubmission goes on with the presence of the first one.
        began = session.get_one(Application, began.resubmission_of_id)
    began_at = began.started_at if began.begun_from_id else None

    def taken(kind: PlaceKind, said: Sequence[str], now: Sequence[str]) -> tuple[str, ...]:
        changes = (Changed(row.value, row.added, row.recorded_at) for row in rows if row.kind is kind)
        return carried(said, now, changes, began_at, application.submitted_at)

    return OfficialPlaces(
        taken(PlaceKind.WEBSITE, typed.domains, official.domains),
        taken(PlaceKind.ACCOUNT, typed.accounts, official.accounts),
    )
