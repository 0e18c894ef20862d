"""What can be tried about an appeal against the council's newest result."""

from sqlalchemy import select

from portal.appeals import actions, admitting, deciding
from portal.appeals.hearing import findings_of
from portal.appeals.models import Appeal
from portal.appeals.people import free_sitters
from portal.appeals.states import Advice, Finding, Ground
from portal.audit.work import Work
from portal.kernel.clock import today
from portal.kernel.errors import NotFound
from tests.integration.workflow.steps import WHY, Step
from tests.integration.workflow.world import World

STORY = "The second link shows what the reviewer says is missing. We ask the panel to open it."


def write(world: World, work: Work) -> None:
    command = actions.Write(world.slug, (Ground.EVIDENCE_OVERLOOKED,), ("INF-1",), STORY)
    actions.write(work, command)


def lodge(world: World, work: Work) -> None:
    actions.lodge(work, world.slug)


def hand_back(world: World, work: Work) -> None:
    actions.hand_back(work, actions.HandBack(world.slug, WHY))


def withdraw(world: World, work: Work) -> None:
    actions.withdraw(work, world.slug)


def advise(advice: Advice) -> Step:
    """Advise the chair, and name the first who can be."""

    def step(world: World, work: Work) -> None:
        appeal = _newest(world, work)
        chair = next((sitter.person_id for sitter in free_sitters(work.session, appeal, today(work.clock))), None)
        admitting.advise(work, admitting.Advise(appeal.reference, advice, WHY, chair))

    return step


def admit(world: World, work: Work) -> None:
    appeal = _newest(world, work)
    others = free_sitters(work.session, appeal, today(work.clock), work.person_id)
    chosen = sorted(others, key=lambda sitter: not sitter.outside)[:2]
    admitting.admit(work, admitting.Admit(appeal.reference, tuple(sitter.person_id for sitter in chosen)))


def do_not_admit(world: World, work: Work) -> None:
    admitting.do_not_admit(work, admitting.DoNotAdmit(_newest(world, work).reference, WHY))


def find(finding: Finding) -> Step:
    """Say this as one of the panel."""

    def step(world: World, work: Work) -> None:
        appeal = _newest(world, work)
        known = next((row for row, _ in findings_of(work.session, appeal) if row.person_id == work.person_id), None)
        version = known.version if known else 0
        deciding.save_finding(work, deciding.SaveFinding(appeal.reference, finding, WHY, version))

    return step


def record(finding: Finding) -> Step:
    """Record this outcome as the chair, with a score put right where it takes one."""

    def step(world: World, work: Work) -> None:
        appeal = _newest(world, work)
        if finding is Finding.CORRECT:
            deciding.correct_score(work, deciding.CorrectScore(appeal.reference, "INF-1", 3, WHY, 0))
        deciding.record_outcome(work, deciding.RecordOutcome(appeal.reference, finding, WHY))

    return step


def _newest(world: World, work: Work) -> Appeal:
    application = world.application(work.session)
    found = work.session.scalars(
        select(Appeal).where(Appeal.application_id == application.id).order_by(Appeal.written_at.desc()).limit(1)
    ).first()
    if found is None:
        raise NotFound("no appeal")
    return found
