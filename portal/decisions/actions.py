"""What a lead reviewer does with locked scores, and how the result goes out (C5 rows 20 to 22 of docs/process.md)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assignments import actions as assignments
from portal.audit.work import Work
from portal.criteria.models import PublishedEdition
from portal.criteria.queries import edition_of
from portal.criteria.rules import missing, score_problems
from portal.decisions import queries, rules
from portal.decisions.models import Decision, FinalScore
from portal.kernel.calendar import RELEASE_OPENS, may_release, next_release
from portal.kernel.clock import LONDON, today
from portal.kernel.errors import IllegalMove, Problem, RuleBroken, StaleEdit
from portal.kernel.events import Event
from portal.kernel.permissions import Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class Moderate:
    """The final score on one criterion; ``version`` is that of the one the form showed, 0 where there was none."""

    reference: str
    criterion: str
    score: int | None
    reason: str
    why_changed: str
    version: int


@dataclass(frozen=True)
class AcceptRest:
    """Take over the reviewer's score and reason on every criterion that has no final score yet."""

    reference: str


@dataclass(frozen=True)
class SendBack:
    """Ask the reviewer to look again, once, because reasons do not support scores."""

    reference: str
    why: str


@dataclass(frozen=True)
class Decide:
    """Make the decision; ``outcome`` is the one that the page showed, so that nobody decides what they did not see.

    ``not_before`` is a day that was agreed with the council for its announcement, 30 days ahead at most (C9).
    """

    reference: str
    outcome: str
    not_before: date | None = None


@dataclass(frozen=True)
class Release:
    """Let the result go out now, although the next ordinary moment is later, for a reason."""

    reference: str
    why: str


def moderate(work: Work, command: Moderate) -> None:
    """Save one final score. Raises RuleBroken, StaleEdit over a newer one, IllegalMove outside moderation."""
    application = _in_moderation(work, command.reference)
    edition = edition_of(work.session, application.edition_id)
    criterion_id = edition.criterion(command.criterion).id
    reviewed = queries.reviewed(work.session, application.id)[criterion_id]
    if reviewed.carried and command.score != reviewed.score:
        said = words("This score stands from the first decision: only the criteria that it named are scored again.")
        raise RuleBroken([Problem("choice", said)])
    kind = applications.application(work.session, application.id).kind
    scores = {} if command.score is None else {criterion_id: command.score}
    left_out = {criterion_id} if command.score is None else set()
    problems = [Problem("choice", found.words) for found in score_problems(edition, scores, kind, left_out)] + list(
        rules.moderation_problems(command.score, command.reason, command.why_changed, reviewed.score)
    )
    if problems:
        raise RuleBroken(problems)
    known = work.session.scalars(
        select(FinalScore).where(FinalScore.application_id == application.id, FinalScore.criterion == criterion_id)
    ).one_or_none()
    if (known.version if known else 0) != command.version:
        raise _stale(work, command, known)
    _save(work, application, known, criterion_id, command)


def _stale(work: Work, command: Moderate, known: FinalScore | None) -> StaleEdit:
    if known is None:
        raise IllegalMove("final score", "gone", "save")
    return StaleEdit(
        yours={"Score": str(command.score), "Reason": command.reason},
        theirs={"Score": str(known.score), "Reason": known.reason},
        saved_by=queries.name_of(work.session, known.saved_by_id),
        current_version=known.version,
    )


def _save(work: Work, application: Application, known: FinalScore | None, criterion_id: str, command: Moderate) -> None:
    reviewed = queries.reviewed(work.session, application.id)[criterion_id]
    row = known or FinalScore(application_id=application.id, criterion=criterion_id)
    row.score, row.reason = command.score, command.reason
    row.differs = command.score != reviewed.score
    row.why_changed = command.why_changed if row.differs else ""
    row.saved_by_id, row.saved_at = work.person_id, work.clock.now()
    work.session.add(row)
    work.session.flush()


def accept_rest(work: Work, command: AcceptRest) -> None:
    """Take over what the reviewer gave wherever there is no final score yet."""
    application = _in_moderation(work, command.reference)
    finals = queries.finals_of(work.session, application.id)
    for criterion_id, reviewed in queries.reviewed(work.session, application.id).items():
        if criterion_id not in finals:
            taken = Moderate(command.reference, criterion_id, reviewed.score, reviewed.reason, "", 0)
            _save(work, application, None, criterion_id, taken)


def send_back(work: Work, command: SendBack) -> None:
    """Unlock the reviewer's scores, once.

    The final scores saved so far are kept; those on which the reviewer then says something new must be saved again.
    """
    application = _in_moderation(work, command.reference)
    if len(command.why) < rules.SHORTEST_REASON:
        raise RuleBroken([Problem("why", words("Say in a sentence what the reviewer should look at again."))])
    if queries.was_sent_back(work.session, application.id):
        raise RuleBroken([Problem("why", words("This review has been sent back once already. Moderate it as it is."))])
    assignments.reopen(work, application.id, command.why)
    work.perform(application, "send_back", reason=command.why)


def decide(work: Work, command: Decide) -> None:
    """Make the decision: the outcome is computed, kept with all it follows from, and released when it may go out."""
    application = _in_moderation(work, command.reference)
    edition = edition_of(work.session, application.edition_id)
    finals = queries.finals_of(work.session, application.id)
    settled = finals.keys() - queries.outdated(work.session, application.id)
    if unmoderated := missing(edition, dict.fromkeys(settled, 0)):
        raise RuleBroken([_unmoderated(unmoderated)])
    kind = applications.application(work.session, application.id).kind
    first = application.resubmission_of_id
    found = rules.result_of(edition, finals, kind, resubmission=first is not None)
    if found.outcome != command.outcome:
        raise RuleBroken([Problem("", words("The scores have changed since you opened the page. Read it again."))])
    if problems := tuple(rules.holding_problems(command.not_before, today(work.clock))):
        raise RuleBroken(problems)
    edition_sha256 = work.session.get_one(PublishedEdition, application.edition_id).sha256
    repeats = work.session.get_one(Application, first).reference if first else ""
    record = rules.record_of(edition, edition_sha256, finals, kind, found, repeats)
    _keep(work, application, found.outcome, record, command.not_before)
    work.perform(application, "decide", outcome=found.outcome, record_sha256=rules.sha256(record))


def _keep(work: Work, application: Application, outcome: str, record: bytes, not_before: date | None) -> None:
    now = work.clock.now()
    earliest = datetime.combine(not_before, RELEASE_OPENS, LONDON) if not_before else now
    work.session.add(
        Decision(
            application_id=application.id,
            decided_by_id=work.actor.person_id,
            decided_at=now,
            outcome=outcome,
            record=record,
            record_sha256=rules.sha256(record),
            release_from=next_release(max(now, earliest)),
        )
    )


def release(work: Work, command: Release) -> None:
    """Let a decided result go out before its time, with a reason."""
    application = _own(work, command.reference)
    if len(command.why) < rules.SHORTEST_REASON:
        raise RuleBroken([Problem("why", words("Say in a sentence why this cannot wait."))])
    work.perform(application, "release", reason=command.why)


def release_at_once(work: Work, event: Event) -> None:
    """Follow a decision by its release where results may go out now; otherwise the sweep does it later."""
    release_from = work.session.scalars(
        select(Decision.release_from).where(Decision.application_id == event.subject_id)
    ).one()
    if release_from <= work.clock.now():
        work.perform(applications.locked(work.session, event.subject_id), "release")


def releases_due(session: Session, now: datetime) -> Iterator[Callable[[Work], None]]:
    """Yield the release of each decided result whose moment has come: one of the things that fall due."""
    if not may_release(now):
        return
    due = select(Application.id).join(Decision, Decision.application_id == Application.id)
    due = due.where(Application.state == ApplicationState.DECIDED, Decision.release_from <= now)
    for application_id in session.scalars(due.order_by(Decision.release_from)):
        yield partial(_release_once, application_id=application_id)


def _release_once(work: Work, application_id: UUID) -> None:
    application = applications.locked(work.session, application_id)
    # A lead reviewer may have been quicker.
    if application.state is ApplicationState.DECIDED:
        work.perform(application, "release")


def _own(work: Work, reference: str) -> Application:
    """The application, held until the end, for whoever may see its moderation. Raises NotFound for others."""
    application_id = queries.application_id(work.session, work.actor, reference)
    return applications.locked(work.session, application_id)


def _in_moderation(work: Work, reference: str) -> Application:
    application = _own(work, reference)
    if application.state is not ApplicationState.MODERATION:
        raise application.lifecycle.refusal(application.state, "moderate")
    work.require(Permission.APPLICATION_DECIDE, work.record_of(application))
    return application


def _unmoderated(criteria: tuple[str, ...]) -> Problem:
    return Problem(
        "",
        words(
            "These criteria have no final score yet, or the reviewer has changed theirs since: %(ids)s.",
            ids=", ".join(criteria),
        ),
    )
