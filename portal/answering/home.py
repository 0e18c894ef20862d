"""The council's home: where it stands, whose turn it is and one main thing to do (D3 of docs/needs.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.answering.beside import Beside, HeldAward, ReleasedResult
from portal.answering.earlier import EarlierLine, earlier_lines
from portal.applications import queries, rules
from portal.applications.outlook import Outlook, outlook
from portal.applications.predecessors import PredecessorAnswers, predecessor_answers
from portal.applications.progress import replaced_soon
from portal.applications.queries import ApplicationFacts
from portal.applications.states import (
    APPLICATION,
    ENDED_WITHOUT_DECISION,
    OPEN_STATES,
    RESULT_STATES,
    SIGNED_STATES,
    ApplicationState,
)
from portal.audit.queries import record_of
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.team.access_reviews import is_asked

# From the first reviewer who was asked to the decision.
_REVIEWED = SIGNED_STATES - {
    ApplicationState.SUBMITTED,
    ApplicationState.COMPLETENESS_CHECK,
    ApplicationState.RETURNED_INCOMPLETE,
}


class Step(StrEnum):
    """What the one main button of the council's home does."""

    START = "start"
    CONTINUE = "continue"
    MEND = "mend"
    IMPROVE = "improve"
    RESUBMIT = "resubmit"
    SIGN = "sign"
    QUESTIONS = "questions"
    WITHDRAWAL = "withdrawal"
    REOPEN = "reopen"
    READ = "read"
    RESULT = "result"
    NOTHING = "nothing"


@dataclass(frozen=True)
class HomePage:
    """The council's home. ``application`` and what follows are None before the first application.

    ``replaced_on`` is the last day of a council that will not be there for ever: no award lasts longer, and after it
    the council ``has_ended``. ``advised_against`` says that it is so near that we advise not to apply (C10).
    ``predecessors`` are councils that this one has replaced, with whose answers it may begin.
    """

    slug: str
    council_name: str
    step: Step
    may_start: bool
    may_withdraw: bool
    reads_concerns: bool
    application: ApplicationFacts | None
    outlook: Outlook | None
    replaced_on: date | None
    has_ended: bool
    advised_against: bool
    has_last_answers: bool
    predecessors: tuple[PredecessorAnswers, ...]
    again_from: date | None
    result: ReleasedResult | None
    access_asked: bool
    award: HeldAward | None
    public_on: date | None
    earlier: tuple[EarlierLine, ...]

    @property
    def announces(self) -> bool:
        """Whether there is an announcement to plan or to make: an award, or an application that may become one."""
        if self.application is None or self.result is not None:
            return self.result is not None and self.result.is_award
        return self.application.state in SIGNED_STATES

    @property
    def names_reviewer(self) -> bool:
        """Whether somebody may have been named to the council who reviews it, or is to."""
        return self.application is not None and self.application.state in _REVIEWED

    @property
    def is_being_written(self) -> bool:
        """Whether there is an application that the council still writes."""
        return self.application is not None and self.application.state in rules.WRITABLE


def home_page(session: Session, actor: Actor, slug: str, today: date, beside: Beside) -> HomePage:
    """The home of a council that the actor belongs to. Raises NotFound."""
    council = queries.own_council(session, actor, slug)
    application = queries.latest_application(session, council.id)
    view = outlook(session, actor, application, today) if application else None
    over = application is None or application.state not in OPEN_STATES
    results = beside.results(session, actor, council.id, today)
    newest = next(iter(results.values()), None)
    result = results.get(application.id) if application else None
    open_again = result is not None and result.resubmit_by is not None
    may_resubmit = open_again and may(actor, Permission.APPLICATION_RESUBMIT, Record(council.id))
    again_from = newest.again_from if newest and newest.again_from and today < newest.again_from else None
    award = beside.award(session, council.id, today)
    public_on = beside.public_on(session, application.id) if application else None
    has_ended = council.last_day is not None and council.last_day < today
    over_for_now = (
        has_ended
        or again_from is not None
        or public_on is not None
        or (award is not None and award.too_early_to_renew(today))
    )
    may_start = over and not over_for_now and may(actor, Permission.APPLICATION_START, Record(council.id))
    return HomePage(
        slug=slug,
        council_name=council.name,
        step=_main_step(session, actor, application, view, may_start=may_start, may_resubmit=may_resubmit),
        may_start=may_start,
        may_withdraw=application is not None and may_withdraw(actor, application),
        reads_concerns=may(actor, Permission.CONCERN_ANSWER, Record(council.id)),
        application=application,
        outlook=view,
        replaced_on=council.last_day if over else None,
        has_ended=has_ended,
        advised_against=replaced_soon(council.last_day, today),
        has_last_answers=may_start and queries.answered_before(session, council.id) is not None,
        predecessors=predecessor_answers(session, council.id, today) if may_start else (),
        again_from=again_from if over else None,
        result=result,
        access_asked=is_asked(session, actor, council.id),
        award=award,
        public_on=public_on,
        earlier=earlier_lines(session, council.id, results, application.id if application else None),
    )


def _main_step(
    session: Session,
    actor: Actor,
    application: ApplicationFacts | None,
    view: Outlook | None,
    *,
    may_start: bool,
    may_resubmit: bool,
) -> Step:
    if application is None or view is None:
        return Step.START if may_start else Step.NOTHING
    if application.state in ENDED_WITHOUT_DECISION:
        if view.may_reopen:
            return Step.REOPEN
        return Step.START if may_start else Step.READ
    if application.state in RESULT_STATES:
        return Step.RESUBMIT if may_resubmit else Step.RESULT
    if view.may_answer_withdrawal:
        return Step.WITHDRAWAL
    # Whoever has sent it cannot sign it, so is not asked to.
    record = record_of(session, application.id, application.council_id)
    if application.state is ApplicationState.AWAITING_DECLARATION and may(actor, Permission.APPLICATION_SIGN, record):
        return Step.SIGN
    if not may(actor, Permission.APPLICATION_EDIT, record):
        return Step.READ
    return _WRITING.get(application.state, Step.READ)


_WRITING = {
    ApplicationState.DRAFT: Step.CONTINUE,
    ApplicationState.RETURNED_INCOMPLETE: Step.MEND,
    ApplicationState.RESUBMISSION_DRAFT: Step.IMPROVE,
    ApplicationState.CLARIFICATION_REQUESTED: Step.QUESTIONS,
}


def may_withdraw(actor: Actor, application: ApplicationFacts) -> bool:
    """Whether the actor can withdraw it now, alone."""
    try:
        found = APPLICATION.find(application.state, "withdraw")
    except IllegalMove:
        return False
    return may(actor, found.permission, Record(application.council_id))
