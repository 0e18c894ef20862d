"""Each award, from the application to what has become of it."""

from portal.applications.states import ApplicationState
from portal.awards import actions as awards
from portal.awards.queries import awards_of
from portal.awards.states import ReasonType
from portal.demonstration import wording
from portal.demonstration.cast import ADMINISTRATOR, LEAD, PANEL, AwardStory, Ending
from portal.demonstration.stage import Stage
from portal.demonstration.telling import Telling
from portal.standing import actions as standing
from portal.standing import suspending, withdrawing
from portal.standing.rules import Verdict
from portal.standing.states import Ground

# A suspension is proposed and announced so many days before it begins: more than five working days in any month.
NOTICE_DAYS = 16


def tell_award(stage: Stage, story: AwardStory) -> None:
    """One award, from the application to what has become of it."""
    stage.at(story.granted_days_ago)
    telling = Telling(stage, story.slug, story.marks)
    telling.until(ApplicationState.FEEDBACK_RELEASED)
    if story.ending is not Ending.RUNS:
        _end(stage, telling, story)


def _end(stage: Stage, telling: Telling, story: AwardStory) -> None:
    number = awards_of(stage.session, telling.council.id)[0].number
    note = wording.PUBLIC_NOTES
    if story.ending in (Ending.SUSPENDED, Ending.WITHDRAWN):
        _suspend(stage, telling, number, story.granted_days_ago // 2)
    if story.ending is Ending.WITHDRAWN:
        stage.at(story.granted_days_ago // 4)
        reason, why = ReasonType.ANNUAL_CHECK_NOT_DONE, "The check was not done in 90 days, and nobody answered us."
        proposal = withdrawing.Propose(number, reason, why, note[Ending.WITHDRAWN])
        withdrawing.propose(stage.work(stage.person(LEAD)), proposal)
        stage.later()
        answer = withdrawing.AnswerProposal(number, True, "The council had its notice and 90 days.")
        withdrawing.answer(stage.work(stage.person(PANEL[0])), answer)
    stage.at(story.granted_days_ago // 2)
    if story.ending is Ending.GIVEN_UP:
        wish = standing.GiveUp(telling.slug, "A new start next year.")
        standing.ask_giving_up(stage.work(telling.owner), wish)
        stage.later()
        standing.confirm_giving_up(stage.work(telling.approver), telling.slug)
    if story.ending is Ending.COUNCIL_REPLACED:
        # The councils that are to replace it are not on the register of councils yet.
        awards.end(stage.work(stage.person(ADMINISTRATOR)), awards.End(number, "Replaced by a unitary council."))


def _suspend(stage: Stage, telling: Telling, number: str, days_ago: int) -> None:
    """A suspension with its notice; the council answers and asks for more time."""
    stage.at(days_ago + NOTICE_DAYS)
    proposal = suspending.Propose(
        number,
        Ground.ANNUAL_CHECK_LATE,
        "The annual check was due a month ago, and two reminders went unanswered.",
        "Send the annual check, signed by your approver.",
        wording.PUBLIC_NOTES[Ending.SUSPENDED],
    )
    suspending.propose(stage.work(stage.person(ADMINISTRATOR)), proposal)
    stage.later()
    suspending.decide(stage.work(stage.person(LEAD)), suspending.Decide(number, Verdict.NOTICE, ""))
    stage.later()
    said = "The officer who did this has left. A colleague has begun on the check; it needs two more weeks."
    suspending.answer(stage.work(telling.owner), suspending.Answer(telling.slug, said))
    stage.at(days_ago)
    for step in suspending.suspensions_due(stage.session, stage.clock.now()):
        step(stage.work())
