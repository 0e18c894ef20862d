"""What the panel finds, alone at first, and the outcome that its chair records (C8)."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.appeals import rules
from portal.appeals.actions import locked
from portal.appeals.hearing import findings_of, heard
from portal.appeals.lines import finals_of
from portal.appeals.models import Appeal, CorrectedScore, PanelFinding
from portal.appeals.states import AppealState, Finding
from portal.applications import queries as applications
from portal.audit.work import Work
from portal.decisions import rounds
from portal.decisions.models import Decision
from portal.decisions.rules import Final
from portal.kernel.errors import IllegalMove, Problem, RuleBroken, StaleEdit
from portal.kernel.permissions import Permission
from portal.kernel.words import words


@dataclass(frozen=True)
class SaveFinding:
    """What the member finds and why; ``version`` is that of the finding that the form showed, 0 for none."""

    reference: str
    finding: Finding | None
    why: str
    version: int


@dataclass(frozen=True)
class CorrectScore:
    """The score in the place of the decided one; ``version`` is that of the one that the form showed, 0 for none."""

    reference: str
    criterion: str
    score: int | None
    reason: str
    version: int


@dataclass(frozen=True)
class RecordOutcome:
    """What at least two have found, as the page showed it, and why, as the council reads it."""

    reference: str
    found: Finding | None
    why: str


def save_finding(work: Work, command: SaveFinding) -> None:
    """Keep what the member finds. It can be changed until all three have said theirs, and where no two agree.

    Raises NotFound, IllegalMove, RuleBroken, StaleEdit.
    """
    appeal = _with_panel(work, command.reference, Permission.APPEAL_HEAR)
    said = findings_of(work.session, appeal)
    known = next((row for row, _name in said if row.person_id == work.person_id), None)
    if rules.majority(row.finding for row, _name in said) is not None:
        raise IllegalMove("finding", "agreed", "save")
    award = work.session.get_one(Decision, appeal.decision_id).outcome.is_award
    problems = list(rules.reason_problems("why", command.why, words("Give your reason in at least one sentence.")))
    if command.finding not in rules.findings_open_to(is_award=award, about_criteria=bool(appeal.criteria)):
        problems.insert(0, Problem("finding", words("Choose what you find.")))
    if problems or command.finding is None:
        raise RuleBroken(problems)
    if command.version != (known.version if known else 0):
        raise StaleEdit({"Reason": command.why}, {"Reason": known.why if known else ""}, work.actor.name, 0)
    row = known or PanelFinding(appeal_id=appeal.id, person_id=work.person_id)
    row.finding, row.why, row.saved_at = command.finding, command.why.strip(), work.clock.now()
    work.session.add(row)
    work.session.flush()


def correct_score(work: Work, command: CorrectScore) -> None:
    """Enter one corrected score. Raises NotFound, IllegalMove, RuleBroken where it is lower, StaleEdit."""
    appeal = _with_panel(work, command.reference, Permission.APPEAL_CHAIR)
    if _found(work, appeal) is not Finding.CORRECT or command.criterion not in appeal.criteria:
        raise IllegalMove(appeal.lifecycle.name, appeal.state, "correct_score")
    decided = _decided(work, appeal)[command.criterion].score
    if problems := tuple(rules.correction_problems(decided, command.score, command.reason)):
        raise RuleBroken(problems)
    known = _entered(work, appeal).get(command.criterion)
    if command.version != (known.version if known else 0):
        yours = {"Score": str(command.score), "Reason": command.reason}
        theirs = {"Score": str(known.score), "Reason": known.reason} if known else {}
        raise StaleEdit(yours, theirs, work.actor.name, known.version if known else 0)
    row = known or CorrectedScore(appeal_id=appeal.id, criterion=command.criterion)
    row.score, row.reason = command.score, command.reason.strip()
    row.saved_by_id, row.saved_at = work.person_id, work.clock.now()
    work.session.add(row)
    work.session.flush()


def record_outcome(work: Work, command: RecordOutcome) -> None:
    """End the appeal with what at least two members found.

    Corrected scores make a decision of their own, whose outcome the portal computes and releases like any other; a
    fresh review begins with the choice of new reviewers. Raises NotFound, IllegalMove, RuleBroken.
    """
    appeal = _with_panel(work, command.reference, Permission.APPEAL_CHAIR)
    found = _found(work, appeal)
    if found is None or found is not command.found:
        raise IllegalMove(appeal.lifecycle.name, appeal.state, "record_outcome")
    entered = _entered(work, appeal)
    problems = list(
        rules.reason_problems("why", command.why, words("Give the panel’s reason in a sentence. The council reads it."))
    )
    decided = {criterion: final.score for criterion, final in _decided(work, appeal).items()}
    given = {criterion: row.score for criterion, row in entered.items()}
    if found is Finding.CORRECT and not rules.raises_any(decided, given):
        said = words("Enter at least one score that is higher than before: open a criterion under appeal.")
        problems.append(Problem("", said))
    if problems:
        raise RuleBroken(problems)
    appeal.outcome_why = command.why.strip()
    application = applications.locked(work.session, appeal.application_id)
    if found is Finding.CORRECT:
        work.perform(appeal, "correct", reason=appeal.outcome_why, criteria=sorted(entered))
        scores = {criterion: Final(row.score, row.reason) for criterion, row in entered.items()}
        rounds.correct(work, application, scores, appeal.reference)
    elif found is Finding.FRESH_REVIEW:
        work.perform(appeal, "order_fresh_review", reason=appeal.outcome_why)
        rounds.begin_afresh(work, application, appeal.outcome_why)
    else:
        work.perform(appeal, "do_not_uphold", reason=appeal.outcome_why)


def _with_panel(work: Work, reference: str, permission: Permission) -> Appeal:
    """The appeal, held, for somebody who hears it, while it is with the panel. Raises NotFound and IllegalMove."""
    appeal = locked(work.session, heard(work.session, work.actor, reference, permission).id)
    if appeal.state is not AppealState.WITH_PANEL:
        raise IllegalMove(appeal.lifecycle.name, appeal.state, "hear")
    return appeal


def _found(work: Work, appeal: Appeal) -> Finding | None:
    return rules.majority(row.finding for row, _name in findings_of(work.session, appeal))


def _decided(work: Work, appeal: Appeal) -> dict[str, Final]:
    decision = work.session.get_one(Decision, appeal.decision_id)
    rows = finals_of(work.session, appeal, decision)
    return {criterion: Final(row.score, row.reason) for criterion, row in rows.items()}


def _entered(work: Work, appeal: Appeal) -> dict[str, CorrectedScore]:
    rows = work.session.scalars(select(CorrectedScore).where(CorrectedScore.appeal_id == appeal.id))
    return {row.criterion: row for row in rows}
