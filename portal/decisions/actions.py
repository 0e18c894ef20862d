"""What a lead reviewer does with locked scores (C5 rows 20 and 21 of docs/process.md)."""

from dataclasses import dataclass
from datetime import date

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.criteria.edition import Edition
from portal.criteria.queries import edition_of
from portal.criteria.rules import missing, score_problems
from portal.decisions import kept, recording, rules
from portal.decisions.differences import Apart, apart
from portal.decisions.given import Given, given_of, needing_talk
from portal.decisions.models import FinalScore
from portal.decisions.rules import Final
from portal.kernel.clock import today
from portal.kernel.errors import IllegalMove, Problem, RuleBroken, StaleEdit
from portal.kernel.permissions import Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class Moderate:
    """The final score on one criterion; ``version`` is that of the one the form showed, 0 where there was none.

    ``improvement`` says what would move it up; None takes the words of a reviewer.
    """

    reference: str
    criterion: str
    score: int | None
    reason: str
    why_changed: str
    version: int
    improvement: str | None = None


@dataclass(frozen=True)
class AcceptRest:
    """Take over the score and the reason that the reviewers agree on, wherever there is no final score yet."""

    reference: str


@dataclass(frozen=True)
class Decide:
    """Make the decision; ``outcome`` is the one that the page showed, so that nobody decides what they did not see.

    ``not_before`` is a day that was agreed with the council for its announcement, 30 days ahead at most (C9).
    """

    reference: str
    outcome: str
    not_before: date | None = None


def moderate(work: Work, command: Moderate) -> None:
    """Save one final score. Raises RuleBroken, StaleEdit over a newer one, IllegalMove outside moderation."""
    application = in_moderation(work, command.reference)
    edition = edition_of(work.session, application.edition_id)
    criterion_id = edition.criterion(command.criterion).id
    given = given_of(work.session, application.id)[criterion_id]
    if any(one.carried for one in given) and command.score != given[0].score:
        said = words("This score stands from the first decision: only the criteria that it named are scored again.")
        raise RuleBroken([Problem("choice", said)])
    final = Final(command.score, command.reason, _improvement(command, given))
    kind = applications.application(work.session, application.id).kind
    scores = {} if final.score is None else {criterion_id: final.score}
    left_out = {criterion_id} if final.score is None else set()
    problems = [Problem("choice", found.words) for found in score_problems(edition, scores, kind, left_out)]
    scored = [one.score for one in given]
    problems += rules.moderation_problems(final.score, final.reason, final.improvement, command.why_changed, scored)
    if problems:
        raise RuleBroken(problems)
    known = kept.final_row(work.session, application.id, application.round, criterion_id)
    if (known.version if known else 0) != command.version:
        raise _stale(work, command, known)
    _save(work, application, criterion_id, final, given, command.why_changed)


def _improvement(command: Moderate, given: tuple[Given, ...]) -> str:
    """What was typed; or else the words of whoever gave this score, or of anybody who said something."""
    if command.improvement is not None:
        return command.improvement
    likeliest = sorted(given, key=lambda one: one.score != command.score)
    return next((one.improvement for one in likeliest if one.improvement), "")


def _stale(work: Work, command: Moderate, known: FinalScore | None) -> Exception:
    if known is None:
        return IllegalMove("final score", "gone", "save")
    return StaleEdit(
        yours={"Score": str(command.score), "Reason": command.reason},
        theirs={"Score": str(known.score), "Reason": known.reason},
        saved_by=kept.name_of(work.session, known.saved_by_id),
        current_version=known.version,
    )


def _save(
    work: Work, application: Application, criterion_id: str, final: Final, given: tuple[Given, ...], why_changed: str
) -> None:
    known = kept.final_row(work.session, application.id, application.round, criterion_id)
    row = known or FinalScore(application_id=application.id, round=application.round, criterion=criterion_id)
    row.score, row.reason, row.improvement = final.score, final.reason, final.improvement
    row.differs = any(one.score != final.score for one in given)
    row.why_changed = why_changed if row.differs else ""
    row.saved_by_id, row.saved_at = work.person_id, work.clock.now()
    work.session.add(row)
    work.session.flush()


def accept_rest(work: Work, command: AcceptRest) -> None:
    """Take over what was given wherever there is no final score yet and the reviewers agree, or only one scored."""
    application = in_moderation(work, command.reference)
    finals = kept.finals_of(work.session, application.id)
    for criterion_id, given in given_of(work.session, application.id).items():
        if criterion_id not in finals and apart([one.score for one in given]) is Apart.NOT:
            final = Final(given[0].score, given[0].reason, given[0].improvement)
            _save(work, application, criterion_id, final, given, "")


def decide(work: Work, command: Decide) -> None:
    """Make the decision: the outcome is computed, kept with all it follows from, and released when it may go out."""
    application = in_moderation(work, command.reference)
    edition = edition_of(work.session, application.edition_id)
    finals = kept.finals_of(work.session, application.id)
    settled = finals.keys() - kept.outdated(work.session, application.id)
    if unmoderated := missing(edition, dict.fromkeys(settled, 0)):
        raise RuleBroken([_unmoderated(unmoderated)])
    if silent := _not_talked_about(work, application, edition):
        raise RuleBroken([_silent(silent)])
    found = recording.result_of(work, application, edition, finals)
    if found.outcome != command.outcome:
        raise RuleBroken([Problem("", words("The scores have changed since you opened the page. Read it again."))])
    if problems := tuple(rules.holding_problems(command.not_before, today(work.clock))):
        raise RuleBroken(problems)
    record_sha256 = recording.keep(work, application, edition, finals, found, not_before=command.not_before)
    work.perform(application, "decide", outcome=found.outcome, record_sha256=record_sha256)


def _own(work: Work, reference: str) -> Application:
    """The application, held until the end, for whoever may see its moderation. Raises NotFound for others."""
    application_id = kept.application_id(work.session, work.actor, reference)
    return applications.locked(work.session, application_id)


def in_moderation(work: Work, reference: str) -> Application:
    """The application, held, for whoever may decide it. Raises NotFound, IllegalMove outside moderation."""
    application = _own(work, reference)
    if application.state is not ApplicationState.MODERATION:
        raise application.lifecycle.refusal(application.state, "moderate")
    work.require(Permission.APPLICATION_DECIDE, work.record_of(application))
    return application


def _not_talked_about(work: Work, application: Application, edition: Edition) -> tuple[str, ...]:
    given = given_of(work.session, application.id)
    kind = applications.application(work.session, application.id).kind
    needed = needing_talk(edition, given, kind, resubmission=application.resubmission_of_id is not None)
    covered = kept.talked_about(work.session, application.id)
    return tuple(name for name in needed if name not in covered)


def _silent(criteria: tuple[str, ...]) -> Problem:
    said = words(
        "Talk with both reviewers about these criteria and record the conversation before you decide: %(ids)s.",
        ids=", ".join(criteria),
    )
    return Problem("", said)


def _unmoderated(criteria: tuple[str, ...]) -> Problem:
    return Problem(
        "",
        words(
            "These criteria have no final score yet, or the reviewer has changed theirs since: %(ids)s.",
            ids=", ".join(criteria),
        ),
    )
