"""Awards as plain values: what every face of an award is made from."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from portal.awards.models import (
    Award,
    AwardAccount,
    AwardDomain,
    AwardExtension,
    AwardPlaceChange,
    AwardStateChange,
)
from portal.awards.rules import AwardFacts, Extension, Position, StateChange, held_until, last_day, position_on
from portal.awards.states import PlaceKind
from portal.councils.kinds import Kind, Nation
from portal.councils.models import Council
from portal.criteria.models import PublishedEdition
from portal.kernel.errors import NotFound
from portal.kernel.references import award_number_from


@dataclass(frozen=True)
class AwardRecord:
    """One award and whose it is. ``edition`` is the edition's name in addresses, ``edition_version`` its number."""

    id: UUID
    number: str
    application_id: UUID
    council_id: UUID
    council: str
    council_cy: str
    council_slug: str
    kind: Kind
    nation: Nation
    region: str
    edition: str
    edition_version: str
    commendation: bool
    granted_at: datetime
    public_summary: str
    promise_address: str
    facts: AwardFacts

    def position(self, day: date) -> Position:
        """How it stands on the day: see ``rules.position_on``."""
        return position_on(self.facts, day)

    @property
    def starts_on(self) -> date:
        """The first day on which the council held the Mark by this award."""
        return self.facts.starts_on

    @property
    def valid_until(self) -> date:
        """The last day on which it can be held, as it is known now, if nothing else ends it before."""
        return last_day(self.facts)

    def held_until(self, day: date) -> date:
        """The last day, as it was known on the day: before it where something has ended the award early."""
        return held_until(self.position(day), self.starts_on, self.valid_until_on(day))

    def valid_until_on(self, day: date) -> date:
        """The last day on which it could be held, as it was known on the day."""
        return last_day(self.facts, day)


@dataclass(frozen=True)
class OfficialPlaces:
    """Where a council officially is: hosts of websites without ``www.``, and addresses of accounts."""

    domains: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


# What is the same in every reading of awards and of their changes, put together once.
_AWARDS = (
    select(
        Award.id,
        Award.number,
        Award.application_id,
        Award.council_id,
        Council.name,
        Council.name_cy,
        Council.slug,
        Council.kind,
        Council.nation,
        Council.region,
        PublishedEdition.slug.label("edition"),
        PublishedEdition.version_name,
        Award.commendation,
        Award.granted_at,
        Award.public_summary,
        Award.promise_address,
        Award.starts_on,
        Award.ends_on,
        Award.renewal_opens_on,
        Award.grace_until,
        Council.last_day,
    )
    .join(Council, Council.id == Award.council_id)
    .join(PublishedEdition, PublishedEdition.id == Award.edition_id)
    .order_by(Award.starts_on.desc(), Award.granted_at.desc(), Award.number)
)
_newer = aliased(Award)
_CHANGES = (
    select(
        AwardStateChange.award_id,
        AwardStateChange.state,
        AwardStateChange.from_on,
        AwardStateChange.public_note,
        AwardStateChange.reason_type,
        _newer.number,
    )
    .join(Award, Award.id == AwardStateChange.award_id)
    .join(Council, Council.id == Award.council_id)
    .outerjoin(_newer, _newer.id == AwardStateChange.replaced_by_id)
    .order_by(AwardStateChange.award_id, AwardStateChange.place)
)


def award_numbered(session: Session, number: str) -> AwardRecord:
    """The award with this number, in its one written form. Raises NotFound, without asking where it is no number."""
    found = awards(session, Award.number == number) if award_number_from(number) == number else ()
    if not found:
        raise NotFound(f"no award {number}")
    return found[0]


def award_by_id(session: Session, award_id: UUID) -> AwardRecord:
    """The award with this key. Raises NotFound."""
    found = awards(session, Award.id == award_id)
    if not found:
        raise NotFound(f"no award {award_id}")
    return found[0]


def awards_of(session: Session, council_id: UUID) -> tuple[AwardRecord, ...]:
    """Every award of a council, the newest first."""
    return awards(session, Award.council_id == council_id)


def awards(session: Session, *conditions: ColumnElement[bool]) -> tuple[AwardRecord, ...]:
    """Every award that meets the conditions on awards and councils, the newest first. Three queries at most."""
    rows = session.execute(_AWARDS.where(*conditions)).all()
    changes = _changes(session, conditions)
    extensions = _extensions(session, conditions) if any(row.grace_until for row in rows) else {}
    return tuple(
        AwardRecord(
            id=row.id,
            number=row.number,
            application_id=row.application_id,
            council_id=row.council_id,
            council=row.name,
            council_cy=row.name_cy,
            council_slug=row.slug,
            kind=row.kind,
            nation=row.nation,
            region=row.region,
            edition=row.edition,
            edition_version=row.version_name,
            commendation=row.commendation,
            granted_at=row.granted_at,
            public_summary=row.public_summary,
            promise_address=row.promise_address,
            facts=AwardFacts(
                row.starts_on,
                row.ends_on,
                row.renewal_opens_on,
                row.last_day,
                tuple(changes.get(row.id, ())),
                tuple(extensions.get(row.id, ())),
            ),
        )
        for row in rows
    )


def official_places(
    session: Session, award_ids: Collection[UUID], day: date | None = None
) -> dict[UUID, OfficialPlaces]:
    """The official websites and accounts of each of these awards, in the council's own order: now, or as of a day."""
    domains: dict[UUID, list[str]] = defaultdict(list)
    accounts: dict[UUID, list[str]] = defaultdict(list)
    for award_id, host in session.execute(
        select(AwardDomain.award_id, AwardDomain.host)
        .where(AwardDomain.award_id.in_(award_ids))
        .order_by(AwardDomain.award_id, AwardDomain.place)
    ):
        domains[award_id].append(host)
    for award_id, address in session.execute(
        select(AwardAccount.award_id, AwardAccount.address)
        .where(AwardAccount.award_id.in_(award_ids))
        .order_by(AwardAccount.award_id, AwardAccount.place)
    ):
        accounts[award_id].append(address)
    if day is not None:
        _undo(session, award_ids, day, {PlaceKind.WEBSITE: domains, PlaceKind.ACCOUNT: accounts})
    return {
        award_id: OfficialPlaces(tuple(domains[award_id]), tuple(accounts[award_id])) for award_id in set(award_ids)
    }


def _undo(
    session: Session, award_ids: Collection[UUID], day: date, places: Mapping[PlaceKind, dict[UUID, list[str]]]
) -> None:
    """Take back what was changed after the day, the newest change first."""
    for change in session.scalars(
        select(AwardPlaceChange)
        .where(AwardPlaceChange.award_id.in_(award_ids), AwardPlaceChange.from_on > day)
        .order_by(AwardPlaceChange.award_id, AwardPlaceChange.place.desc())
    ):
        listed = places[change.kind][change.award_id]
        if not change.added:
            listed.append(change.value)
        elif change.value in listed:
            listed.remove(change.value)


def _changes(session: Session, conditions: Collection[ColumnElement[bool]]) -> dict[UUID, list[StateChange]]:
    rows = session.execute(_CHANGES.where(*conditions))
    changes: dict[UUID, list[StateChange]] = defaultdict(list)
    for award_id, state, from_on, public_note, reason_type, replaced_by in rows:
        changes[award_id].append(StateChange(state, from_on, public_note, reason_type, replaced_by))
    return changes


def _extensions(session: Session, conditions: Collection[ColumnElement[bool]]) -> dict[UUID, list[Extension]]:
    rows = session.execute(
        select(AwardExtension.award_id, AwardExtension.from_on, AwardExtension.until)
        .join(Award, Award.id == AwardExtension.award_id)
        .join(Council, Council.id == Award.council_id)
        .where(Award.grace_until.is_not(None), *conditions)
        .order_by(AwardExtension.award_id, AwardExtension.place)
    )
    extensions: dict[UUID, list[Extension]] = defaultdict(list)
    for award_id, from_on, until in rows:
        extensions[award_id].append(Extension(from_on, until))
    return extensions
