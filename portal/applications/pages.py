"""What each page of a council's own work shows, for the person who asks: one query for each page (D3 of docs/needs.md)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries, rules
from portal.applications.progress import StateLine, replaced_soon, state_line
from portal.applications.queries import AnswerFacts, ApplicationFacts, EvidenceFacts, PresenceFacts
from portal.applications.rules import Answered, AnswerState, PresenceTyped
from portal.applications.states import APPLICATION, OPEN_STATES, STATE_WORDS, ApplicationState
from portal.councils.models import CouncilDomain
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words


class Step(StrEnum):
    """What the one main button of the council's home does."""

    START = "start"
    CONTINUE = "continue"
    MEND = "mend"
    SIGN = "sign"
    READ = "read"
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
    state_words: Words | None
    line: StateLine | None
    replaced_on: date | None


@dataclass(frozen=True)
class Task:
    """One line of the task list. ``asked`` is what a returned application is to put right here."""

    item: str
    title: str
    essential: bool
    state: AnswerState
    asked: str = ""

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
class TaskListPage:
    """The whole application at a glance; ``completed`` counts criteria."""

    application: ApplicationFacts
    state_words: Words
    line: StateLine
    themes: tuple[ThemeTasks, ...]
    presence: Task
    completed: int
    total: int
    to_mend: tuple[Task, ...]
    may_edit: bool
    may_withdraw: bool


@dataclass(frozen=True)
class RubricLine:
    """A sentence of the rubric with its score and what that score is called."""

    score: int
    label: str
    sentence: str


@dataclass(frozen=True)
class AnswerPage:
    """One criterion and the council's answer to it. ``saved`` is None where nothing was saved yet."""

    application: ApplicationFacts
    criterion: Criterion
    theme_title: str
    rubric: tuple[RubricLine, ...]
    may_be_not_applicable: bool
    note: str | None
    evidence_types: tuple[str, ...]
    evidence_rules: tuple[str, ...]
    most_evidence: int
    max_words: int
    saved: AnswerFacts | None
    answered: Answered
    evidence: tuple[EvidenceFacts, ...]
    missing: tuple[Words, ...]
    asked: str
    editable: bool

    @property
    def version(self) -> int:
        """The version of the answer that this page shows; 0 for none."""
        return self.saved.version if self.saved else 0


@dataclass(frozen=True)
class PresencePage:
    """What the council says of itself; ``typed`` begins with the domains that the scheme knows."""

    application: ApplicationFacts
    saved: PresenceFacts | None
    typed: PresenceTyped
    missing: tuple[Words, ...]
    max_words: int
    asked: str
    editable: bool

    @property
    def version(self) -> int:
        """The version that this page shows; 0 for none."""
        return self.saved.version if self.saved else 0


def home(session: Session, actor: Actor, slug: str, today: date) -> HomePage:
    """The home of a council that the actor belongs to. Raises NotFound."""
    council = queries.own_council(session, actor, slug)
    application = queries.latest_application(session, council.id)
    over = application is None or application.state not in OPEN_STATES
    may_start = over and may(actor, Permission.APPLICATION_START, Record(council.id))
    return HomePage(
        slug=slug,
        council_name=council.name,
        step=_main_step(actor, council.id, application, may_start=may_start),
        may_start=may_start,
        may_withdraw=application is not None and _may_withdraw(actor, application),
        application=application,
        state_words=STATE_WORDS[application.state] if application else None,
        line=state_line(application.state, application.since_day) if application else None,
        replaced_on=council.last_day if over and replaced_soon(council.last_day, today) else None,
    )


def task_list(session: Session, actor: Actor, slug: str) -> TaskListPage:
    """Every task of the application. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    edition = edition_of(session, application.edition_id)
    answers = queries.answers_of(session, application.id)
    counts = queries.evidence_counts(session, application.id)
    unlocked = queries.unlocked_of(session, application.id)
    presence = queries.presence_of(session, application.id)
    asked = {item: facts.what for item, facts in unlocked.items()} if _is_returned(application) else {}

    def task(criterion: Criterion) -> Task:
        saved = answers.get(criterion.id)
        state = rules.answer_state(edition, saved.answered if saved else None, counts.get(criterion.id, 0))
        return Task(criterion.id, criterion.title, criterion.essential, state, asked.get(criterion.id, ""))

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
    )
    every = [each for theme in themes for each in theme.tasks]
    return TaskListPage(
        application=application,
        state_words=STATE_WORDS[application.state],
        line=state_line(application.state, application.since_day),
        themes=themes,
        presence=on_presence,
        completed=sum(each.state is AnswerState.COMPLETE for each in every),
        total=len(every),
        to_mend=tuple(each for each in (*every, on_presence) if each.asked),
        may_edit=_may_edit_something(actor, application),
        may_withdraw=_may_withdraw(actor, application),
    )


def answer_page(session: Session, actor: Actor, slug: str, criterion_id: str) -> AnswerPage:
    """One criterion with the council's answer and evidence. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    edition = edition_of(session, application.edition_id)
    criterion = edition.criterion(criterion_id)
    saved = queries.answers_of(session, application.id).get(criterion_id)
    evidence = queries.evidence_of(session, application.id).get(criterion_id, ())
    answered = saved.answered if saved else rules.NOTHING_ANSWERED
    labels = {kind.id: kind.label for kind in edition.evidence_types}
    return AnswerPage(
        application=application,
        criterion=criterion,
        theme_title=edition.theme(criterion.theme).title,
        rubric=tuple(
            RubricLine(level.score, level.label, criterion.rubric[level.score]) for level in edition.scale.levels
        ),
        may_be_not_applicable=rules.may_be_not_applicable(criterion, application.kind),
        note=criterion.note_for(application.kind),
        evidence_types=tuple(labels[accepted] for accepted in criterion.evidence.accepted),
        evidence_rules=edition.evidence_rules.rules,
        most_evidence=edition.evidence_rules.max_items_per_criterion,
        max_words=edition.evidence_rules.statement_max_words,
        saved=saved,
        answered=answered,
        evidence=evidence,
        missing=rules.gaps(edition, answered, len(evidence)) if saved or evidence else (),
        asked=_asked(session, application, criterion_id),
        editable=may_change(session, actor, application, criterion_id),
    )


def presence_page(session: Session, actor: Actor, slug: str) -> PresencePage:
    """What the council says of itself. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    saved = queries.presence_of(session, application.id)
    return PresencePage(
        application=application,
        saved=saved,
        typed=saved.typed if saved else PresenceTyped(domains=_known_domains(session, application.council_id)),
        missing=rules.presence_gaps(saved.typed) if saved else (),
        max_words=rules.SUMMARY_MAX_WORDS,
        asked=_asked(session, application, rules.PRESENCE),
        editable=may_change(session, actor, application, rules.PRESENCE),
    )


def next_criterion(session: Session, actor: Actor, slug: str, criterion_id: str) -> str | None:
    """The criterion that may be changed after this one, in the edition's order; None after the last."""
    application = queries.application_for(session, actor, slug)
    unlocked = queries.unlocked_of(session, application.id)
    order = _in_order(edition_of(session, application.edition_id))
    later = order[order.index(criterion_id) + 1 :]
    return next((item for item in later if rules.editable(application.state, unlocked, item)), None)


def may_change(session: Session, actor: Actor, application: ApplicationFacts, item: str) -> bool:
    """Whether the actor may change this criterion's answer, or rules.PRESENCE, now."""
    if not may(actor, Permission.APPLICATION_EDIT, Record(application.council_id)):
        return False
    return rules.editable(application.state, queries.unlocked_of(session, application.id), item)


def _main_step(actor: Actor, council_id: UUID, application: ApplicationFacts | None, *, may_start: bool) -> Step:
    if application is None or application.state is ApplicationState.WITHDRAWN:
        return Step.START if may_start else Step.NOTHING
    record = Record(council_id)
    if application.state is ApplicationState.AWAITING_DECLARATION and may(actor, Permission.APPLICATION_SIGN, record):
        return Step.SIGN
    if not may(actor, Permission.APPLICATION_EDIT, record):
        return Step.READ
    writing = {ApplicationState.DRAFT: Step.CONTINUE, ApplicationState.RETURNED_INCOMPLETE: Step.MEND}
    return writing.get(application.state, Step.READ)


def _may_withdraw(actor: Actor, application: ApplicationFacts) -> bool:
    try:
        found = APPLICATION.find(application.state, "withdraw")
    except IllegalMove:
        return False
    return may(actor, found.permission, Record(application.council_id))


def _may_edit_something(actor: Actor, application: ApplicationFacts) -> bool:
    writable = application.state in (ApplicationState.DRAFT, ApplicationState.RETURNED_INCOMPLETE)
    return writable and may(actor, Permission.APPLICATION_EDIT, Record(application.council_id))


def _is_returned(application: ApplicationFacts) -> bool:
    return application.state is ApplicationState.RETURNED_INCOMPLETE


def _asked(session: Session, application: ApplicationFacts, item: str) -> str:
    if not _is_returned(application):
        return ""
    found = queries.unlocked_of(session, application.id).get(item)
    return found.what if found else ""


def _in_order(edition: Edition) -> list[str]:
    return [criterion.id for theme in edition.themes for criterion in edition.criteria_in(theme.id)]


def _known_domains(session: Session, council_id: UUID) -> str:
    hosts = session.scalars(
        select(CouncilDomain.host).where(CouncilDomain.council_id == council_id).order_by(CouncilDomain.host)
    )
    return "\n".join(hosts)
