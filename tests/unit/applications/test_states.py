from portal.applications.states import OPEN_STATES, RESULT_STATES, SIGNED_STATES, STATE_WORDS, ApplicationState

S = ApplicationState
# Where every command leads is in tests/unit/lifecycles.


def test_only_what_is_decided_withdrawn_or_lapsed_leaves_room_for_another() -> None:
    assert set(ApplicationState) - OPEN_STATES == {S.FEEDBACK_RELEASED, S.CLOSED, S.WITHDRAWN, S.LAPSED}


def test_council_has_its_result_once_it_is_released_and_after() -> None:
    assert {S.FEEDBACK_RELEASED, S.CLOSED} == RESULT_STATES


def test_everything_open_is_signed_but_what_the_council_still_writes() -> None:
    assert {S.DRAFT, S.AWAITING_DECLARATION, S.RESUBMISSION_DRAFT} == OPEN_STATES - SIGNED_STATES


def test_every_state_has_words() -> None:
    assert set(STATE_WORDS) == set(S)
