"""The first release in one journey: a real browser takes every step of the process, and every mistake on the way.

With scripts, all 28 criteria are answered and scored on their pages. Without scripts two are, and the other 26 by the
same actions (tests/journeys/story.py); and axe, itself a script, reads a copy of each page in a browser that has them
(tests/journeys/browsing.py).
"""

import pytest

from tests.journeys import facts
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.story import Story


@pytest.mark.timeout(600)
@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
def test_seven_steps_six_people_end_on_the_verify_page(portal: Portal, arrive: Arrival, script: bool) -> None:
    story = Story(portal, lambda: arrive(script=script), by_hand=facts.REST if script else facts.REST[:1])
    story.step_1_anyone_reads()
    story.step_2_a_council_claims_its_account()
    story.step_3_the_council_answers()
    story.step_4_the_council_signs()
    story.step_5_a_reviewer_scores()
    story.step_6_the_lead_decides()
    story.step_7_residents_check()
    story.every_letter_can_be_sent()
