"""Adding, removing and ordering an award's official places, and deciding about a website that was proposed."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from portal.audit.work import Work
from portal.awards.models import Award, AwardAccount, AwardDomain, AwardPlaceChange
from portal.awards.queries import AwardRecord
from portal.awards.rules import is_running
from portal.awards.states import PlaceKind
from portal.councils.hosts import website_from
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, Problem, RuleBroken
from portal.kernel.permissions import Part, Permission
from portal.kernel.words import Words, words
from portal.places import queries, rules
from portal.places.models import ProposedWebsite

ENDED = words("The award has ended, so no website or account can be added to it. What is listed can be removed.")


@dataclass(frozen=True)
class Propose:
    """A website as it was typed, and what is on it."""

    slug: str
    website: str
    purpose: str


@dataclass(frozen=True)
class AddAccount:
    """An account by its web address."""

    slug: str
    address: str


@dataclass(frozen=True)
class Choose:
    """One website or account of the council: listed, or proposed."""

    slug: str
    id: UUID


@dataclass(frozen=True)
class Decide:
    """What an administrator makes of a proposed website; the council reads the reason of a refusal."""

    id: UUID
    accepts: bool
    reason: str


def propose(work: Work, command: Propose) -> ProposedWebsite:
    """Ask for a website to be added. It counts once it has been checked. Raises RuleBroken, NotFound, NotPermitted."""
    award = _own(work, command.slug)
    _insist_it_runs(work, award, "website")
    host = website_from(command.website)
    if isinstance(host, Words):
        raise RuleBroken([Problem("website", host)])
    listed = queries.listed(work.session, award.id, award.council_id)
    if problems := rules.website_problems(host, command.purpose, listed):
        raise RuleBroken(problems)
    now = work.clock.now()
    proposed = ProposedWebsite(
        council_id=award.council_id,
        host=host,
        purpose=command.purpose,
        token=secrets.token_hex(20),
        proposed_by_id=work.person_id,
        proposed_at=now,
        look_after=None,
    )
    work.begin(proposed, Permission.PLACES_CHANGE, "website:proposed", host=host)
    # Four eyes: whoever asks for it does not decide about it, whatever they become later.
    work.involve(proposed, work.person_id, Part.CLAIMANT)
    return proposed


def look_again(work: Work, command: Choose) -> None:
    """Have the portal look at the website now. Raises RuleBroken within a minute of the last look, IllegalMove."""
    proposed = queries.own_proposal(work.session, work.actor, command.slug, command.id, lock=True)
    work.require(Permission.PLACES_CHANGE, work.record_of(proposed))
    proposed.lifecycle.find(proposed.state, "take_back")
    now = work.clock.now()
    if not rules.may_ask_again(proposed.looked_at, now):
        raise RuleBroken([Problem("", words("We have just looked. Wait a minute before you ask again."))])
    proposed.look_after = now
    work.session.flush()


def take_back(work: Work, command: Choose) -> None:
    """No longer want the website added. Raises IllegalMove where it has been decided."""
    work.perform(queries.own_proposal(work.session, work.actor, command.slug, command.id, lock=True), "take_back")


def decide(work: Work, command: Decide) -> None:
    """Add a proposed website to the award that its council holds, or refuse it; announces ``places:changed``.

    Raises RuleBroken, NotFound, IllegalMove, NotPermitted.
    """
    proposed = queries.proposal_to_decide(work.session, work.actor, command.id, lock=True)
    proved = proposed.found is not None
    if problems := rules.decision_problems(command.accepts, command.reason, proved=proved):
        raise RuleBroken(problems)
    if not command.accepts:
        proposed.refused_because = command.reason
        work.perform(proposed, "refuse", reason=command.reason)
        return
    award = queries.award_of(work.session, proposed.council_id)
    _insist_it_runs(work, award, "decision")
    work.perform(proposed, "accept", reason=command.reason, host=proposed.host)
    domains = _domains(work, award)
    if proposed.host not in {row.host for row in domains}:
        work.session.add(AwardDomain(award_id=award.id, place=len(domains) + 1, host=proposed.host))
        _note(work, award, PlaceKind.WEBSITE, proposed.host, Permission.WEBSITE_CHECK, added=True)


def add_account(work: Work, command: AddAccount) -> None:
    """List an account, at once; announces ``places:changed``. Raises RuleBroken, NotFound, NotPermitted."""
    award = _own(work, command.slug)
    _insist_it_runs(work, award, "account")
    listed = queries.listed(work.session, award.id, award.council_id)
    if problems := rules.account_problems(command.address, listed):
        raise RuleBroken(problems)
    work.session.add(AwardAccount(award_id=award.id, place=len(listed.accounts) + 1, address=command.address))
    _note(work, award, PlaceKind.ACCOUNT, command.address, Permission.PLACES_CHANGE, added=True)


def remove(work: Work, command: Choose) -> PlaceKind:
    """Take a website or an account off the list, at once and also after the award; announces ``places:changed``.

    Returns what it was. Raises NotFound, NotPermitted.
    """
    award = _own(work, command.slug)
    domains, accounts = _domains(work, award), _accounts(work, award)
    places: list[AwardDomain | AwardAccount] = [*domains, *accounts]
    gone = next((row for row in places if row.id == command.id), None)
    if gone is None:
        raise NotFound(f"no place {command.id} of {award.number}")
    work.session.delete(gone)
    work.session.flush()
    if isinstance(gone, AwardDomain):
        _renumber(work, [row for row in domains if row is not gone])
        for proposed in queries.accepted(work.session, award.council_id, gone.host):
            work.perform(proposed, "remove", host=gone.host)
        _note(work, award, PlaceKind.WEBSITE, gone.host, Permission.PLACES_CHANGE, added=False)
        return PlaceKind.WEBSITE
    _renumber(work, [row for row in accounts if row is not gone])
    _note(work, award, PlaceKind.ACCOUNT, gone.address, Permission.PLACES_CHANGE, added=False)
    return PlaceKind.ACCOUNT


def put_first(work: Work, command: Choose) -> None:
    """Have the badge name this website; announces ``places:changed``. Raises NotFound, NotPermitted."""
    award = _own(work, command.slug)
    domains = _domains(work, award)
    chosen = next((row for row in domains if row.id == command.id), None)
    if chosen is None:
        raise NotFound(f"no website {command.id} of {award.number}")
    _renumber(work, [chosen, *(row for row in domains if row is not chosen)])
    row = work.session.get_one(Award, award.id)
    work.note(row, "order_places", "places:changed", Permission.PLACES_CHANGE, reason="", first=chosen.host)


def _own(work: Work, slug: str) -> AwardRecord:
    """The newest award of the actor's own council, locked: of two changes the second sees the first."""
    council_id = queries.council_id_of(work.session, work.actor, slug, Permission.PLACES_CHANGE)
    award = queries.award_of(work.session, council_id)
    work.session.execute(select(Award.id).where(Award.id == award.id).with_for_update())
    return award


def _insist_it_runs(work: Work, award: AwardRecord, field: str) -> None:
    if not is_running(award.facts, today(work.clock)):
        raise RuleBroken([Problem(field, ENDED)])


def _domains(work: Work, award: AwardRecord) -> list[AwardDomain]:
    rows = select(AwardDomain).where(AwardDomain.award_id == award.id).order_by(AwardDomain.place)
    return list(work.session.scalars(rows.with_for_update()))


def _accounts(work: Work, award: AwardRecord) -> list[AwardAccount]:
    rows = select(AwardAccount).where(AwardAccount.award_id == award.id).order_by(AwardAccount.place)
    return list(work.session.scalars(rows.with_for_update()))


def _renumber(work: Work, rows: Sequence[AwardDomain | AwardAccount]) -> None:
    # In two steps, because no two rows may have one number even for a moment.
    for number, row in enumerate(rows, 1):
        row.place = -number
    work.session.flush()
    for row in rows:
        row.place = -row.place
    work.session.flush()


def _note(work: Work, award: AwardRecord, kind: PlaceKind, value: str, permission: Permission, *, added: bool) -> None:
    made = work.session.scalar(
        select(func.count()).select_from(AwardPlaceChange).where(AwardPlaceChange.award_id == award.id)
    )
    work.session.add(
        AwardPlaceChange(
            award_id=award.id,
            place=(made or 0) + 1,
            kind=kind,
            value=value,
            added=added,
            from_on=today(work.clock),
            recorded_at=work.clock.now(),
        )
    )
    command = f"{'add' if added else 'remove'}_{kind}"
    row = work.session.get_one(Award, award.id)
    work.note(row, command, "places:changed", permission, reason="", kind=kind, place=value, added=added)
