"""A council appeals against its result, and two of the three who hear it have said what they find."""

from portal.appeals import actions, admitting, deciding
from portal.appeals.states import Advice, Finding, Ground
from portal.applications.states import ApplicationState
from portal.demonstration import wording
from portal.demonstration.cast import ADMINISTRATOR, PANEL, Marks
from portal.demonstration.stage import Stage
from portal.demonstration.telling import Telling


def tell_appeal(stage: Stage, slug: str, days_ago: int) -> None:
    """The result, the appeal, its panel, and two findings."""
    stage.at(days_ago)
    telling = Telling(stage, slug, Marks.NEARLY)
    telling.until(ApplicationState.FEEDBACK_RELEASED)
    stage.at(days_ago // 2)
    owner, approver = stage.work(telling.owner), stage.work(telling.approver)
    grounds = (Ground.EVIDENCE_OVERLOOKED,)
    appeal = actions.write(owner, actions.Write(slug, grounds, wording.APPEALED, wording.APPEAL))
    stage.later(60)
    actions.lodge(approver, slug)
    stage.at(days_ago // 4)
    chair, *members = (stage.person(member) for member in PANEL)
    advice = admitting.Advise(appeal.reference, Advice.ADMIT, wording.ADVICE, chair.id)
    admitting.advise(stage.work(stage.person(ADMINISTRATOR)), advice)
    stage.later(60)
    admitting.admit(stage.work(chair), admitting.Admit(appeal.reference, tuple(member.id for member in members)))
    for member in members:
        stage.later(60)
        said = deciding.SaveFinding(appeal.reference, Finding.CORRECT, wording.FINDING, 0)
        deciding.save_finding(stage.work(member), said)
