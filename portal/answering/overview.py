"""Where an application stands: the council's home and the task list, for the person who asks (D3 of docs/needs.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.answering import comparing
from portal.answering.beside import Beside, HeldAward, ReleasedResult
from portal.answering.earlier import EarlierLine, earlier_lines
from portal.applications import queries, rules
from portal.applications.outlook import Outlook, outlook
from portal.applications.own_score import own_result
from portal.applications.progress import replaced_soon
from portal.applications.queries import AnswerFacts, ApplicationFacts
from portal.applications.rules import AnswerState
from portal.applications.states import APPLICATION, ENDED_WITHOUT_DECISION, OPEN_STATES, SIGNED_STATES, ApplicationState
from portal.audit.queries import record_of
from portal.criteria.comparing import NEWS_TAGS
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words
from portal.sharing import queries as sharing
from portal.sharing.queries import NOT_SHARED, Share
from portal.team.access_reviews import is_asked


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
    """The council's home. ``application`` and what follows are None before the first application."""

    slug: str
    council_name: str
    step: Step
    may_start: bool
    may_withdraw: bool
    application: ApplicationFacts | None
    outlook: Outlook | None
    replaced_on: date | None
    has_last_answers: bool
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
    def is_being_written(self) -> bool:
        """Whether there is an application that the council still writes."""
        return self.application is not None and self.application.state in rules.WRITABLE


@dataclass(frozen=True)
class Task:
    """One line of the task list. ``asked`` is what a returned application is to put right here."""

    item: str
    title: str
    essential: bool
    state: AnswerState
    asked: str = ""
    news: Words | None = None
    editable: bool = True
    share: Share = NOT_SHARED

    @property
    def state_words(self) -> Words:
        """The state as people read it."""
        return rules.ANSWER_STATE_WORDS[self.state]


@dataclass(frozen=True)
class ThemeTasks:
    """The tasks of one theme."""

    title: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True)
class OwnScore:
    """The council's own score so far: the total in percent, and how many essentials are too low."""

    total: Decimal
    essentials_short: int


@dataclass(frozen=True)
class TaskListPage:
    """The whole application at a glance; ``completed`` counts criteria. ``own`` is there while it is being written.

    ``only_mine``: the themes have those criteria alone that the reader is to answer; ``mine`` counts them.
    """

    application: ApplicationFacts
    outlook: Outlook
    themes: tuple[ThemeTasks, ...]
    presence: Task
    completed: int
    total: int
    to_mend: tuple[Task, ...]
    may_edit: bool
    may_withdraw: bool
    own: OwnScore | None
    to_check: int
    may_allocate: bool
    mine: int
    only_mine: bool

    @property
    def partly_open(self) -> bool:
        """Whether only some of the tasks can be changed."""
        return self.application.state in rules.PARTLY_OPEN


def home(session: Session, actor: Actor, slug: str, today: date, beside: Beside | None = None) -> HomePage:
    """The home of a council that the actor belongs to. Raises NotFound."""
    council = queries.own_council(session, actor, slug)
    application = queries.latest_application(session, council.id)
    view = outlook(session, actor, application, today) if application else None
    over = application is None or application.state not in OPEN_STATES
    results = beside.results(session, actor, council.id, today) if beside else {}
    newest = next(iter(results.values()), None)
    result = results.get(application.id) if application else None
    open_again = result is not None and result.resubmit_by is not None
    may_resubmit = open_again and may(actor, Permission.APPLICATION_RESUBMIT, Record(council.id))
    again_from = newest.again_from if newest and newest.again_from and today < newest.again_from else None
    award = beside.award(session, council.id, today) if beside else None
    public_on = beside.public_on(session, application.id) if beside and application else None
    over_for_now = (
        again_from is not None or public_on is not None or (award is not None and award.too_early_to_renew(today))
    )
    may_start = over and not over_for_now and may(actor, Permission.APPLICATION_START, Record(council.id))
    return HomePage(
        slug=slug,
        council_name=council.name,
        step=_main_step(session, actor, application, view, may_start=may_start, may_resubmit=may_resubmit),
        may_start=may_start,
        may_withdraw=application is not None and _may_withdraw(actor, application),
        application=application,
        outlook=view,
        replaced_on=council.last_day if over and replaced_soon(council.last_day, today) else None,
        has_last_answers=may_start and queries.answered_before(session, council.id) is not None,
        again_from=again_from if over else None,
        result=result,
        access_asked=is_asked(session, actor, council.id),
        award=award,
        public_on=public_on,
        earlier=earlier_lines(session, council.id, results, application.id if application else None),
    )


def task_list(session: Session, actor: Actor, slug: str, today: date, *, only_mine: bool = False) -> TaskListPage:
    """Every task of the application, or only what the actor is to answer. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    edition = edition_of(session, application.edition_id)
    answers = queries.answers_of(session, application.id)
    counts = queries.evidence_counts(session, application.id)
    unlocked = queries.unlocked_of(session, application.id)
    presence = queries.presence_of(session, application.id)
    shares = sharing.shares_of(session, actor, application)
    partly = application.state in rules.PARTLY_OPEN
    asked = {item: facts.what for item, facts in unlocked.items()} if partly else {}
    news = comparing.news_of(session, application, edition)

    def task(criterion: Criterion) -> Task:
        saved = answers.get(criterion.id)
        state = rules.answer_state(
            edition,
            saved.answered if saved else None,
            counts.get(criterion.id, 0),
            to_check=saved is not None and saved.to_check,
        )
        return Task(
            criterion.id,
            criterion.title,
            criterion.essential,
            state,
            asked.get(criterion.id, ""),
            NEWS_TAGS[news[criterion.id]] if criterion.id in news else None,
            editable=rules.editable(application.state, unlocked, criterion.id),
            share=shares.get(criterion.id, NOT_SHARED),
        )

    themes = tuple(
        ThemeTasks(theme.title, tuple(task(criterion) for criterion in edition.criteria_in(theme.id)))
        for theme in edition.themes
    )
    on_presence = Task(
        rules.PRESENCE,
        "",
        essential=False,
        state=rules.presence_state(presence.typed if presence else None),
        asked=asked.get(rules.PRESENCE, ""),
        editable=rules.editable(application.state, unlocked, rules.PRESENCE),
    )
    every = [each for theme in themes for each in theme.tasks]
    return TaskListPage(
        application=application,
        outlook=outlook(session, actor, application, today),
        themes=_only_mine(themes) if only_mine else themes,
        presence=on_presence,
        completed=sum(each.state is AnswerState.COMPLETE for each in every),
        total=len(every),
        to_mend=tuple(each for each in (*every, on_presence) if each.asked),
        may_edit=_may_edit_something(actor, application),
        may_withdraw=_may_withdraw(actor, application),
        to_check=sum(each.state is AnswerState.TO_CHECK for each in every),
        own=_own_score(edition, application, answers),
        may_allocate=sharing.may_allocate(actor, application),
        mine=sum(each.share.is_mine for each in every),
        only_mine=only_mine,
    )


def _own_score(edition: Edition, application: ApplicationFacts, answers: Mapping[str, AnswerFacts]) -> OwnScore | None:
    if application.state not in rules.WRITABLE:
        return None
    found = own_result(edition, application.kind, {name: facts.answered for name, facts in answers.items()})
    return OwnScore(found.shown_total, len(found.essentials_short))


def _only_mine(themes: tuple[ThemeTasks, ...]) -> tuple[ThemeTasks, ...]:
    own = (ThemeTasks(theme.title, tuple(task for task in theme.tasks if task.share.is_mine)) for theme in themes)
    return tuple(theme for theme in own if theme.tasks)


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
    if application.state is ApplicationState.FEEDBACK_RELEASED:
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


def _may_withdraw(actor: Actor, application: ApplicationFacts) -> bool:
    try:
        found = APPLICATION.find(application.state, "withdraw")
    except IllegalMove:
        return False
    return may(actor, found.permission, Record(application.council_id))


def _may_edit_something(actor: Actor, application: ApplicationFacts) -> bool:
    return application.state in rules.WRITABLE and may(
        actor, Permission.APPLICATION_EDIT, Record(application.council_id)
    )
