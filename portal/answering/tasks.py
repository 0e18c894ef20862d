"""The task list: every criterion at a glance, for the person who asks (D3 of docs/needs.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.answering import comparing
from portal.answering.editions import edition_note
from portal.answering.home import may_withdraw
from portal.applications import queries, rules
from portal.applications.outlook import Outlook, outlook
from portal.applications.own_score import own_result
from portal.applications.queries import AnswerFacts, ApplicationFacts
from portal.applications.rules import AnswerState
from portal.criteria.comparing import NEWS_TAGS
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.criteria.terms import RuleId
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words
from portal.sharing import queries as sharing
from portal.sharing.queries import NOT_SHARED, Share


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
    """The council's own score so far: the total in percent, and how many essential criteria are below ``needed``."""

    total: Decimal
    essentials_short: int
    needed: int


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
    edition_note: Words | None

    @property
    def partly_open(self) -> bool:
        """Whether only some of the tasks can be changed."""
        return self.application.state in rules.PARTLY_OPEN


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
        may_withdraw=may_withdraw(actor, application),
        to_check=sum(each.state is AnswerState.TO_CHECK for each in every),
        own=_own_score(edition, application, answers),
        may_allocate=sharing.may_allocate(actor, application),
        mine=sum(each.share.is_mine for each in every),
        only_mine=only_mine,
        edition_note=edition_note(session, application, edition),
    )


def _own_score(edition: Edition, application: ApplicationFacts, answers: Mapping[str, AnswerFacts]) -> OwnScore | None:
    if application.state not in rules.WRITABLE:
        return None
    found = own_result(edition, application.kind, {name: facts.answered for name, facts in answers.items()})
    needed = edition.pass_rule.threshold(RuleId.ESSENTIALS)
    return OwnScore(found.shown_total, len(found.essentials_short), needed)


def _only_mine(themes: tuple[ThemeTasks, ...]) -> tuple[ThemeTasks, ...]:
    own = (ThemeTasks(theme.title, tuple(task for task in theme.tasks if task.share.is_mine)) for theme in themes)
    return tuple(theme for theme in own if theme.tasks)


def _may_edit_something(actor: Actor, application: ApplicationFacts) -> bool:
    return application.state in rules.WRITABLE and may(
        actor, Permission.APPLICATION_EDIT, Record(application.council_id)
    )
