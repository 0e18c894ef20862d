"""What comes after drafting, as administrators see it: the dry run on held applications, and scheduling."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import RESULT_STATES
from portal.councils.models import Council
from portal.criteria.loading import examine
from portal.criteria.models import PublishedEdition
from portal.criteria.queries import coming, edition_in_force
from portal.decisions.models import Decision
from portal.editions import rules
from portal.editions.dryrun import Past, Totals, Tried, Verdict, dry_run, totals
from portal.editions.pages import faults_of
from portal.editions.queries import DraftFacts, draft_facts
from portal.kernel.clock import day_of
from portal.kernel.permissions import Actor, Permission, Record, may

_ORDER = tuple(Verdict)


@dataclass(frozen=True)
class DryRunPage:
    """A draft tried on every result that is out. ``faults`` keep it from being tried, and then there are no totals.

    ``tried`` leaves out the councils that the reader is bound to: ``unnamed`` counts these. They are in the totals.
    """

    draft: DraftFacts
    faults: int
    totals: Totals | None
    tried: tuple[Tried, ...]
    unnamed: int


def dry_run_page(session: Session, actor: Actor, name: str) -> DryRunPage:
    """The newest result of every application, under the draft. Raises NotFound and NotPermitted."""
    draft = draft_facts(session, actor, name)
    edition, faults = examine(draft.source).edition, len(faults_of(draft))
    if edition is None or faults:
        return DryRunPage(draft, faults, None, (), 0)
    found = [(record, dry_run(edition, past)) for record, past in _results(session)]
    named = [tried for record, tried in found if may(actor, Permission.EDITION_DRAFT, record)]
    named.sort(key=lambda tried: (_ORDER.index(tried.verdict), tried.past.council, tried.past.reference))
    return DryRunPage(draft, 0, totals(tried for _record, tried in found), tuple(named), len(found) - len(named))


def _results(session: Session) -> list[tuple[Record, Past]]:
    """Every result that is out, from the record of its decision: what counted, also after an appeal. One query."""
    rows = session.execute(
        select(
            Application.reference,
            Council.id.label("council_id"),
            Council.name,
            Council.kind,
            PublishedEdition.slug,
            Decision.decided_at,
            Decision.outcome,
            Decision.record,
        )
        .join(Application, and_(Application.id == Decision.application_id, Application.round == Decision.round))
        .join(Council, Council.id == Application.council_id)
        .join(PublishedEdition, PublishedEdition.id == Application.edition_id)
        .where(Application.state.in_(RESULT_STATES))
    )
    return [
        (
            Record(row.council_id),
            Past(
                row.reference,
                row.name,
                row.kind,
                row.slug,
                day_of(row.decided_at),
                row.outcome,
                json.loads(row.record).get("scores", {}),
            ),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class SchedulePage:
    """A draft that is to be scheduled, or is. ``in_force`` is the name of the edition that it follows."""

    draft: DraftFacts
    faults: int
    earliest: date
    notice_months: int
    may_schedule: bool
    in_force: str
    other: str


def schedule_page(session: Session, actor: Actor, name: str, today: date) -> SchedulePage:
    """What is needed to schedule the draft. Raises NotFound and NotPermitted."""
    draft = draft_facts(session, actor, name)
    in_force, next_one = edition_in_force(session), coming(session)
    months = rules.notice_months(in_force)
    return SchedulePage(
        draft,
        len(faults_of(draft)),
        rules.earliest_day(today, months),
        months,
        rules.may_schedule(actor.person_id, draft.saved_by_id),
        in_force.slug if in_force else "",
        next_one.name if next_one and next_one.name != name else "",
    )
