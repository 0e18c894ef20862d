"""What administrators and lead reviewers see of appeals: what waits, since when, and what was upheld (C8)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.appeals import rules
from portal.appeals.facts import AppealFacts, facts_of
from portal.appeals.models import Appeal
from portal.appeals.people import chair_of, free_sitters, sitters
from portal.appeals.rules import Sitter
from portal.appeals.states import ADVICE_WORDS, OPEN_STATES, STATE_WORDS, UPHELD, AppealState
from portal.applications.models import Application
from portal.audit.queries import record_of
from portal.councils.models import Council
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import day_of
from portal.kernel.errors import NotFound
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words


@dataclass(frozen=True)
class AppealLine:
    """One open appeal; ``age`` in working days since it was lodged. ``may_advise``: the reader may advise on it."""

    reference: str
    council_name: str
    state_words: Words
    lodged_at: datetime
    age: int
    by: date
    late: bool
    advised: bool
    may_advise: bool


@dataclass(frozen=True)
class OverLine:
    """One appeal that has ended."""

    reference: str
    council_name: str
    state_words: Words
    since: datetime


@dataclass(frozen=True)
class UpheldLine:
    """How often a criterion was appealed and the appeal was upheld."""

    criterion: str
    corrected: int
    fresh: int


@dataclass(frozen=True)
class AppealsPage:
    """Every appeal of the scheme that the reader may know of; not what is still with its council."""

    open: tuple[AppealLine, ...]
    over: tuple[OverLine, ...]
    upheld: tuple[UpheldLine, ...]


@dataclass(frozen=True)
class AdvicePage:
    """One appeal, to be advised on. ``choice`` are those who may chair; ``left_out`` how many of the panel may not."""

    appeal: AppealFacts
    council_name: str
    application_reference: str
    choice: tuple[Sitter, ...]
    left_out: int
    may_advise: bool
    advice_words: Words | None
    advice_why: str
    advised_by: str
    chair: Sitter | None


def appeals_page(session: Session, actor: Actor, today: date) -> AppealsPage:
    """What waits, the longest first; what has ended, the newest first; what was upheld, by criterion."""
    rows = [
        (appeal, council)
        for appeal, council in session.execute(
            select(Appeal, Council.name)
            .join(Council, Council.id == Appeal.council_id)
            .where(Appeal.lodged_at.is_not(None))
            .order_by(Appeal.lodged_at)
        )
        if may(actor, Permission.SCHEME_OVERSEE, Record(appeal.council_id))
    ]
    upheld = {state: Counter[str]() for state in UPHELD}
    for appeal, _council in rows:
        if appeal.state in UPHELD:
            upheld[appeal.state].update(appeal.criteria)
    corrected, fresh = (upheld[state] for state in UPHELD)
    return AppealsPage(
        open=tuple(_line(actor, appeal, council, today) for appeal, council in rows if appeal.state in OPEN_STATES),
        over=tuple(
            OverLine(appeal.reference, council, STATE_WORDS[appeal.state], appeal.state_since)
            for appeal, council in reversed(rows)
            if appeal.state not in OPEN_STATES
        ),
        upheld=tuple(
            UpheldLine(criterion, corrected[criterion], fresh[criterion]) for criterion in sorted({*corrected, *fresh})
        ),
    )


def _line(actor: Actor, appeal: Appeal, council: str, today: date) -> AppealLine:
    lodged_at = appeal.lodged_at or appeal.written_at
    by = appeal.answer_by or rules.admit_by(lodged_at)
    return AppealLine(
        appeal.reference,
        council,
        STATE_WORDS[appeal.state],
        lodged_at,
        working_days_between(day_of(lodged_at), today),
        by,
        by < today,
        appeal.advice is not None,
        may(actor, Permission.APPEAL_ADVISE, Record(appeal.council_id)),
    )


def advisable(session: Session, actor: Actor, reference: str) -> Appeal:
    """An appeal that was lodged, for an administrator without a part in the case. Raises NotFound."""
    appeal = session.scalar(select(Appeal).where(Appeal.reference == reference, Appeal.lodged_at.is_not(None)))
    if appeal is None or not may(
        actor, Permission.APPEAL_ADVISE, record_of(session, appeal.application_id, appeal.council_id)
    ):
        raise NotFound(f"no appeal {reference} for {actor.name}")
    return appeal


def advice_page(session: Session, actor: Actor, reference: str, today: date) -> AdvicePage:
    """One appeal, to be advised on or as it was. Raises NotFound."""
    appeal = advisable(session, actor, reference)
    council, application = session.execute(
        select(Council.name, Application.reference)
        .join(Application, Application.council_id == Council.id)
        .where(Application.id == appeal.application_id)
    ).one()
    waits = appeal.state is AppealState.LODGED and appeal.advice is None
    choice = free_sitters(session, appeal, today, but=actor.person_id) if waits else ()
    return AdvicePage(
        appeal=facts_of(session, [appeal], for_council=False)[appeal.id],
        council_name=council,
        application_reference=application,
        choice=choice,
        left_out=len(sitters(session, appeal, today)) - len(choice) if waits else 0,
        may_advise=waits,
        advice_words=ADVICE_WORDS[appeal.advice] if appeal.advice else None,
        advice_why=appeal.advice_why,
        advised_by=session.get_one(Person, appeal.advised_by_id).name if appeal.advised_by_id else "",
        chair=chair_of(session, appeal),
    )
