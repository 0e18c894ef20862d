"""Check answers: what would be sent, what it would come to, what is still missing (D3 of docs/needs.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.accounts.queries import Member, approvers
from portal.answering.comparing import ChangesSince, changes_since
from portal.applications import queries as applications
from portal.applications.progress import STANDARDS
from portal.applications.queries import ApplicationFacts, UnlockedFacts
from portal.applications.rules import (
    NOTHING_ANSWERED,
    PRESENCE,
    WRITABLE,
    Answered,
    PresenceTyped,
    completeness_problems,
    editable,
)
from portal.applications.states import ApplicationState
from portal.audit.queries import record_of
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.declarations import rules
from portal.declarations.risks import Risks, risks_in
from portal.declarations.self_score import SelfScore, self_score
from portal.kernel.calendar import add_working_days
from portal.kernel.clock import day_of
from portal.kernel.errors import Problem
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words, words


@dataclass(frozen=True)
class CheckedAnswer:
    """One criterion as it would be sent. ``score_means`` is the sentence of the rubric; both empty without a score."""

    criterion: str
    title: str
    essential: bool
    not_applicable: bool
    score_label: str
    score_means: str
    statement: str
    evidence: int
    may_change: bool


@dataclass(frozen=True)
class CheckedTheme:
    """The criteria of one theme."""

    title: str
    answers: tuple[CheckedAnswer, ...]


@dataclass(frozen=True)
class Asked:
    """Something that a returned application is to put right; ``title`` is None for what is no page of it."""

    item: str
    title: Words | None
    what: str


@dataclass(frozen=True)
class CheckPage:
    """The page from which an owner sends. ``gaps`` says everything missing; a problem's field is the item it is in.

    ``sendable``: the application is at a point where it can be sent; ``may_send``: by this person. ``approvers`` are
    those who could sign. ``asked`` is what a returned application is to put right, by the day ``fix_by``.
    """

    application: ApplicationFacts
    themes: tuple[CheckedTheme, ...]
    presence: PresenceTyped
    may_change_presence: bool
    own: SelfScore
    risks: Risks
    gaps: tuple[Problem, ...]
    asked: tuple[Asked, ...]
    fix_by: date | None
    sendable: bool
    may_send: bool
    approvers: tuple[Member, ...]
    changes: ChangesSince | None
    presence_item: str = PRESENCE


def check_page(session: Session, actor: Actor, slug: str) -> CheckPage:
    """The council's application to be read through before it is sent. Raises NotFound."""
    found = applications.application_for(session, actor, slug)
    edition = edition_of(session, found.edition_id)
    saved = applications.answers_of(session, found.id)
    answers = {name: facts.answered for name, facts in saved.items()}
    to_check = {name for name, facts in saved.items() if facts.to_check}
    evidence = applications.evidence_of(session, found.id)
    counts = {criterion: len(items) for criterion, items in evidence.items()}
    presence = applications.presence_of(session, found.id)
    typed = presence.typed if presence else None
    unlocked = applications.unlocked_of(session, found.id)
    writer = may(actor, Permission.APPLICATION_EDIT, Record(found.council_id))
    earlier = rules.senders_in(record_of(session, found.id, found.council_id))
    returned = found.state is ApplicationState.RETURNED_INCOMPLETE
    asked = tuple(_asked(edition, facts) for facts in unlocked.values()) if returned else ()
    return CheckPage(
        application=found,
        themes=tuple(
            CheckedTheme(
                theme.title,
                tuple(
                    _checked(
                        edition, criterion, answers, counts, may_change=writer and _open(found, unlocked, criterion.id)
                    )
                    for criterion in edition.criteria_in(theme.id)
                ),
            )
            for theme in edition.themes
        ),
        presence=typed or PresenceTyped(),
        may_change_presence=writer and _open(found, unlocked, PRESENCE),
        own=self_score(edition, found.kind, answers),
        risks=risks_in(edition, found.kind, answers, evidence),
        gaps=completeness_problems(edition, answers, counts, typed, to_check),
        asked=asked,
        fix_by=_fix_by(unlocked) if asked else None,
        sendable=found.state in WRITABLE,
        may_send=may(actor, Permission.APPLICATION_SEND, Record(found.council_id)),
        approvers=tuple(
            member
            for member in approvers(session, found.council_id)
            if member.person_id not in {actor.person_id, *earlier}
        ),
        changes=changes_since(session, found, edition),
    )


def _open(found: ApplicationFacts, unlocked: Mapping[str, UnlockedFacts], item: str) -> bool:
    return editable(found.state, unlocked.keys(), item)


def _asked(edition: Edition, facts: UnlockedFacts) -> Asked:
    if facts.item == PRESENCE:
        return Asked(facts.item, words("Official accounts and website"), facts.what)
    title = {criterion.id: criterion.title for criterion in edition.criteria}.get(facts.item)
    named = words("%(id)s: %(title)s", id=facts.item, title=title) if title else None
    return Asked(facts.item, named, facts.what)


def _fix_by(unlocked: Mapping[str, UnlockedFacts]) -> date:
    # Counted from the return, which a sending taken back does not repeat.
    returned_at = max(facts.since for facts in unlocked.values())
    days = STANDARDS[ApplicationState.RETURNED_INCOMPLETE].days
    return add_working_days(day_of(returned_at), days)


def _checked(
    edition: Edition,
    criterion: Criterion,
    answers: Mapping[str, Answered],
    counts: Mapping[str, int],
    *,
    may_change: bool,
) -> CheckedAnswer:
    given = answers.get(criterion.id, NOTHING_ANSWERED)
    score = given.self_score
    return CheckedAnswer(
        criterion=criterion.id,
        title=criterion.title,
        essential=criterion.essential,
        not_applicable=given.not_applicable,
        score_label="" if score is None else edition.levels[score].label,
        score_means="" if score is None else criterion.rubric[score],
        statement=given.statement,
        evidence=counts.get(criterion.id, 0),
        may_change=may_change,
    )
