from datetime import UTC, datetime, timedelta

import pytest

from portal.applications.queries import unlocked_of
from portal.applications.states import ApplicationState
from portal.audit.queries import trail
from portal.clarifications import actions
from portal.clarifications.actions import Collect, SaveReply, SendReplies
from portal.clarifications.queries import rounds_of
from portal.clarifications.states import RoundEnding
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken, StaleEdit
from tests.factories import clarifications as make
from tests.factories import reviews
from tests.factories.applications import acting
from tests.integration.clarifications.conftest import Scene

# Ten working days after the question of Wednesday 18 November, and the minute after that day in London.
LAST_MINUTE = datetime(2026, 12, 2, 23, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 3, 0, 0, tzinfo=UTC)


def ask(scene: Scene, *criteria: str) -> None:
    with scene.work() as work:
        make.ask(work, scene.application(work), scene.person(work, "reviewer"), *criteria)
    scene.clock.at += timedelta(minutes=5)


def sweep(scene: Scene) -> int:
    """What falls due now, done; how much it was."""
    with scene.work() as work:
        due = list(actions.rounds_due(work.session, scene.clock.now()))
        for step in due:
            step(work)
        return len(due)


def test_round_stays_open_on_its_last_day_and_ends_at_midnight(scene: Scene) -> None:
    ask(scene, "INF-1", "INF-2")
    with scene.work() as work:
        make.reply(work, scene.person(work, "contributor"), scene.team(work))
    scene.clock.at = LAST_MINUTE
    assert sweep(scene) == 0
    scene.clock.at = MIDNIGHT
    assert sweep(scene) == 1
    assert sweep(scene) == 0
    with scene.work() as work:
        found = rounds_of(work.session, scene.application_id)[0]
        last = trail(work.session, scene.application_id)[-1]
        assert unlocked_of(work.session, scene.application_id) == {}
        assert scene.application(work).state is ApplicationState.IN_REVIEW
    assert (found.ending, [entry.reply for entry in found.questions]) == (RoundEnding.TIMED_OUT, [make.REPLY, ""])
    assert (last.event, last.actor_name, last.details["unanswered"]) == (
        "clarification:timed_out",
        "The portal",
        ["INF-2"],
    )


def test_owner_who_was_quicker_leaves_the_portal_nothing_to_close(scene: Scene) -> None:
    ask(scene)
    scene.clock.at = MIDNIGHT
    with scene.work() as work:
        due = list(actions.rounds_due(work.session, scene.clock.now()))
        make.send_replies(work, scene.team(work), confirmed=True)
        for step in due:
            step(work)
        assert rounds_of(work.session, scene.application_id)[0].ending is RoundEnding.ANSWERED


def test_third_round_is_refused(scene: Scene) -> None:
    for _round in range(2):
        ask(scene)
        with scene.work() as work:
            make.send_replies(work, scene.team(work), confirmed=True)
    with pytest.raises(RuleBroken, match="You have asked twice"):
        ask(scene)


def test_questions_unlock_their_criteria_until_the_day(scene: Scene) -> None:
    ask(scene, "INF-1", "TWO-1")
    with scene.work() as work:
        unlocked = unlocked_of(work.session, scene.application_id)
    assert {item: str(facts.until) for item, facts in unlocked.items()} == {
        "INF-1": "2026-12-02",
        "TWO-1": "2026-12-02",
    }


@pytest.mark.parametrize("who", ["stranger", "lead"])
def test_somebody_else_of_the_scheme_cannot_ask(scene: Scene, who: str) -> None:
    with scene.work() as work, pytest.raises(NotFound):
        doing = acting(work, scene.person(work, who))
        actions.collect(doing, Collect(scene.reference, "INF-1", "Why?"))


def test_scores_are_not_locked_while_the_council_answers(scene: Scene) -> None:
    ask(scene)
    with scene.work() as work:
        application, reviewer = scene.application(work), scene.person(work, "reviewer")
        reviews.score_all(work, application, reviewer)
        with pytest.raises(IllegalMove):
            reviews.lock(work, application, reviewer)
        work.session.rollback()


def test_question_that_was_never_sent_goes_with_the_end_of_the_review(scene: Scene) -> None:
    with scene.work() as work:
        application, reviewer = scene.application(work), scene.person(work, "reviewer")
        actions.collect(acting(work, reviewer), Collect(scene.reference, "INF-1", "Why?"))
        assert [len(found.questions) for found in rounds_of(work.session, application.id)] == [1]
        reviews.score_all(work, application, reviewer)
        reviews.lock(work, application, reviewer)
        assert rounds_of(work.session, application.id) == ()


def test_reply_over_a_newer_one_shows_both(scene: Scene) -> None:
    ask(scene)
    with scene.work() as work:
        team = scene.team(work)
        make.reply(work, team.contributor, team)
        with pytest.raises(StaleEdit) as stale:
            make.reply(work, team.owner, team, text="Mine")
        assert (stale.value.yours, stale.value.theirs) == ({"Your reply": "Mine"}, {"Your reply": make.REPLY})
        over = SaveReply(team.council.slug, "INF-1", "Mine", stale.value.current_version)
        actions.save_reply(acting(work, team.owner), over)
        assert rounds_of(work.session, scene.application_id)[0].questions[0].reply == "Mine"


def test_emptied_reply_counts_as_none(scene: Scene) -> None:
    ask(scene)
    with scene.work() as work:
        team = scene.team(work)
        make.reply(work, team.contributor, team)
        version = rounds_of(work.session, scene.application_id)[0].questions[0].version
        actions.save_reply(acting(work, team.owner), SaveReply(team.council.slug, "INF-1", "  ", version))
        with pytest.raises(RuleBroken, match="Not answered yet: INF-1"):
            actions.send_replies(acting(work, team.owner), SendReplies(team.council.slug, confirmed=False))
