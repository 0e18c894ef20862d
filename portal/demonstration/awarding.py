"""Each award, from the application to what has become of it."""

from collections.abc import Callable, Iterable, Iterator

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

# How many days ago, and what is then told.
Part = tuple[int, Callable[[], None]]


class Awarding:
    """One award, from the application to what has become of it, in parts that others can come between."""

    def __init__(self, stage: Stage, story: AwardStory) -> None:
        self.stage, self.story = stage, story
        self.telling: Telling

    def parts(self) -> Iterator[Part]:
        """Every part, in order, with how many days ago it begins."""
        granted = self.story.granted_days_ago
        yield granted, self._grant
        match self.story.ending:
            case Ending.SUSPENDED | Ending.WITHDRAWN:
                yield granted // 2 + NOTICE_DAYS, self._announce_suspension
                yield granted // 2, self._suspend
                if self.story.ending is Ending.WITHDRAWN:
                    yield granted // 4, self._withdraw
            case Ending.GIVEN_UP:
                yield granted // 2, self._give_up
            case Ending.COUNCIL_REPLACED:
                yield granted // 2, self._end
            case Ending.RUNS:
                pass

    @property
    def _number(self) -> str:
        return awards_of(self.stage.session, self.telling.council.id)[0].number

    def _grant(self) -> None:
        self.telling = Telling(self.stage, self.story.slug, self.story.marks)
        self.telling.until(ApplicationState.FEEDBACK_RELEASED)

    def _announce_suspension(self) -> None:
        """A suspension with its notice; the council answers and asks for more time."""
        stage, number = self.stage, self._number
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
        suspending.answer(stage.work(self.telling.owner), suspending.Answer(self.telling.slug, said))

    def _suspend(self) -> None:
        for step in suspending.suspensions_due(self.stage.session, self.stage.clock.now()):
            step(self.stage.work())

    def _withdraw(self) -> None:
        stage, number = self.stage, self._number
        reason, why = ReasonType.ANNUAL_CHECK_NOT_DONE, "The check was not done in 90 days, and nobody answered us."
        proposal = withdrawing.Propose(number, reason, why, wording.PUBLIC_NOTES[Ending.WITHDRAWN])
        withdrawing.propose(stage.work(stage.person(LEAD)), proposal)
        stage.later()
        answer = withdrawing.AnswerProposal(number, True, "The council had its notice and 90 days.")
        withdrawing.answer(stage.work(stage.person(PANEL[0])), answer)

    def _give_up(self) -> None:
        wish = standing.GiveUp(self.telling.slug, "A new start next year.")
        standing.ask_giving_up(self.stage.work(self.telling.owner), wish)
        self.stage.later()
        standing.confirm_giving_up(self.stage.work(self.telling.approver), self.telling.slug)

    def _end(self) -> None:
        # The councils that are to replace it are not on the register of councils yet.
        administrator = self.stage.person(ADMINISTRATOR)
        awards.end(self.stage.work(administrator), awards.End(self._number, "Replaced by a unitary council."))


def tell_awards(stage: Stage, stories: Iterable[AwardStory]) -> None:
    """Every award, the oldest day first whosever it is: the public log is in the order in which things happened."""
    parts = [part for story in stories for part in Awarding(stage, story).parts()]
    for days_ago, tell in sorted(parts, key=lambda part: -part[0]):
        before = stage.clock.now()
        stage.at(days_ago)
        # What happens on one day happens one after the other.
        stage.clock.at = max(stage.clock.now(), before)
        tell()
