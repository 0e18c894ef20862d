"""All awards, and those in which something waits for somebody; the proposals that wait for the appeal panel."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import Involvement
from portal.awards.models import Award
from portal.awards.queries import AwardRecord, awards
from portal.awards.rules import HOLDING, STANDING_WORDS, Standing, is_extended
from portal.awards.states import RUNNING
from portal.kernel.clock import day_of
from portal.kernel.permissions import Actor, Part, Permission, Record, may
from portal.kernel.words import Words, words
from portal.standing.models import GivingUp, Suspension, Withdrawing
from portal.standing.rules import UNRESOLVED
from portal.standing.states import OPEN_SUSPENSIONS, GivingUpState, SuspensionState, WithdrawingState

PAGE_LENGTH = 50
ENDS_SOON = relativedelta(months=1)


class Waits(StrEnum):
    """What waits in an award, the most urgent first."""

    DECISION = "decision"
    PANEL = "panel"
    NOTICE = "notice"
    UNRESOLVED = "unresolved"
    GIVING_UP = "giving_up"
    ENDS_SOON = "ends_soon"
    REVIEW = "review"


WAITS_WORDS: dict[Waits, Words] = {
    Waits.DECISION: words("Proposed suspension to decide"),
    Waits.PANEL: words("Withdrawal with the panel"),
    Waits.NOTICE: words("Notice is running"),
    Waits.UNRESOLVED: words("Suspended for 90 days"),
    Waits.GIVING_UP: words("Council may give it up"),
    Waits.ENDS_SOON: words("Ends within a month"),
    Waits.REVIEW: words("Renewal being reviewed"),
}


@dataclass(frozen=True)
class Chosen:
    """What somebody wants to see of the awards; empty means all."""

    standing: str = ""
    waits: str = ""
    region: str = ""


@dataclass(frozen=True)
class Line:
    """One award in the list."""

    number: str
    council: str
    region: str
    standing: Standing
    since_on: date
    held_until: date
    waits: tuple[Waits, ...]

    @property
    def standing_words(self) -> Words:
        """How it stands."""
        return STANDING_WORDS[self.standing]

    @property
    def waits_words(self) -> tuple[Words, ...]:
        """What waits."""
        return tuple(WAITS_WORDS[one] for one in self.waits)


@dataclass(frozen=True)
class ListPage:
    """One page of the awards that this reader may see; ``everything`` counts them before anything was chosen."""

    lines: tuple[Line, ...]
    chosen: Chosen
    found: int
    everything: int
    page: int
    pages: int
    regions: tuple[str, ...]


@dataclass(frozen=True)
class PanelLine:
    """A proposal to withdraw that a member of the panel can answer."""

    number: str
    council: str
    proposed_on: date


def list_page(session: Session, actor: Actor, chosen: Chosen, day: date, page: int = 1) -> ListPage:
    """The awards, those in which something waits first; never those of a council that the reader is tied to."""
    every = [
        award
        for award in awards(session, Award.starts_on <= day)
        if may(actor, Permission.SCHEME_OVERSEE, Record(award.council_id))
    ]
    waiting = _waiting(session)
    lines = [_line(award, day, waiting.get(award.id, ())) for award in every]
    found = sorted((line for line in lines if _is_chosen(line, chosen)), key=_most_urgent)
    pages = max(1, -(-len(found) // PAGE_LENGTH))
    page = min(max(page, 1), pages)
    return ListPage(
        lines=tuple(found[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]),
        chosen=chosen,
        found=len(found),
        everything=len(every),
        page=page,
        pages=pages,
        regions=tuple(sorted({line.region for line in lines if line.region})),
    )


def panel_lines(session: Session, actor: Actor) -> tuple[PanelLine, ...]:
    """The proposals that wait for the panel and that this member may answer: no tie, no part in the case."""
    rows = session.execute(
        select(Withdrawing.award_id, Withdrawing.proposed_at)
        .where(Withdrawing.state == WithdrawingState.PROPOSED)
        .order_by(Withdrawing.proposed_at)
    ).all()
    known = {award.id: award for award in awards(session, Award.id.in_([row.award_id for row in rows]))}
    parts = _parts(session, [award.application_id for award in known.values()])
    return tuple(
        PanelLine(award.number, award.council, day_of(row.proposed_at))
        for row in rows
        if (award := known[row.award_id]).facts.changes[-1].state in RUNNING
        and may(actor, Permission.WITHDRAWING_CONFIRM, Record(award.council_id, parts.get(award.application_id, {})))
    )


def _parts(session: Session, case_ids: Collection[UUID]) -> dict[UUID, dict[Part, frozenset[UUID]]]:
    """Who has taken which part in each of these cases, in one query."""
    found: dict[UUID, dict[Part, frozenset[UUID]]] = {}
    rows = select(Involvement.case_id, Involvement.part, Involvement.person_id)
    for case_id, part, person_id in session.execute(rows.where(Involvement.case_id.in_(case_ids))):
        of_case = found.setdefault(case_id, {})
        of_case[part] = of_case.get(part, frozenset()) | {person_id}
    return found


def _waiting(session: Session) -> dict[UUID, list[Waits]]:
    """What waits for somebody, by award, in three queries."""
    waiting: dict[UUID, list[Waits]] = {}
    of_suspension = {SuspensionState.PROPOSED: Waits.DECISION, SuspensionState.NOTIFIED: Waits.NOTICE}
    suspensions = select(Suspension.award_id, Suspension.state).where(Suspension.state.in_(OPEN_SUSPENSIONS))
    for award_id, state in session.execute(suspensions):
        if state in of_suspension:
            waiting.setdefault(award_id, []).append(of_suspension[state])
    for award_id in session.scalars(select(Withdrawing.award_id).where(Withdrawing.state == WithdrawingState.PROPOSED)):
        waiting.setdefault(award_id, []).append(Waits.PANEL)
    for award_id in session.scalars(select(GivingUp.award_id).where(GivingUp.state == GivingUpState.ASKED)):
        waiting.setdefault(award_id, []).append(Waits.GIVING_UP)
    return waiting


def _line(award: AwardRecord, day: date, waiting: Iterable[Waits]) -> Line:
    position = award.position(day)
    holding = position.standing in HOLDING
    found = set(waiting) if holding or position.standing is Standing.SUSPENDED else set[Waits]()
    if position.standing is Standing.SUSPENDED and day >= position.since_on + UNRESOLVED:
        found.add(Waits.UNRESOLVED)
    if holding and is_extended(award.facts, day):
        found.add(Waits.REVIEW)
    elif holding and award.valid_until <= day + ENDS_SOON:
        found.add(Waits.ENDS_SOON)
    return Line(
        award.number,
        award.council,
        award.region,
        position.standing,
        position.since_on,
        award.held_until(day),
        tuple(one for one in Waits if one in found),
    )


def _is_chosen(line: Line, chosen: Chosen) -> bool:
    return (
        chosen.standing in ("", line.standing)
        and (chosen.waits in ("", *line.waits) or (chosen.waits == "any" and bool(line.waits)))
        and chosen.region in ("", line.region)
    )


def _most_urgent(line: Line) -> tuple[int, str, str]:
    order = list(Waits)
    return (min((order.index(one) for one in line.waits), default=len(order)), line.council.casefold(), line.number)
