from portal.applications.states import APPLICATION, OPEN_STATES, ApplicationState
from portal.timeline.rules import to_come
from portal.timeline.wording import DONE_BY, HAPPENED

S = ApplicationState


def test_every_move_of_an_application_has_words_for_its_council() -> None:
    assert set(HAPPENED) == {"begin"} | {move.command for move in APPLICATION.moves}
    assert set(DONE_BY) < set(HAPPENED)


def test_every_open_application_has_something_to_come_and_no_other() -> None:
    assert {state for state in ApplicationState if to_come(state)} == OPEN_STATES


def test_steps_to_come_begin_with_the_one_under_way_and_leave_out_what_need_not_happen() -> None:
    assert [str(said) for said in to_come(S.REVIEWER_PROPOSED)] == [
        "The reviewer declares any interest and accepts",
        "The reviewer scores every criterion",
        "A lead reviewer checks the scores and decides",
        "You get the decision with the feedback",
    ]
    assert [str(said) for said in to_come(S.CLARIFICATION_REQUESTED)][:2] == [
        "You answer the reviewer’s questions",
        "The reviewer scores every criterion",
    ]


def test_resubmission_is_improved_signed_and_scored_where_it_was_named() -> None:
    told = [str(said) for said in to_come(S.RESUBMISSION_DRAFT, resubmission=True)]
    assert told[:3] == [
        "You improve the named criteria, and an owner sends them to be signed",
        "Your approver signs, and it goes to the LGA",
        "We check that nothing is missing",
    ]
    assert told[5] == "The reviewer scores the named criteria; all other scores stand"
    assert "You improve the named criteria, and an owner sends them to be signed" not in [
        str(said) for said in to_come(S.DRAFT)
    ]


def test_returned_application_is_signed_and_checked_once_more() -> None:
    assert [str(said) for said in to_come(S.RETURNED_INCOMPLETE)][:3] == [
        "You put right what is listed, and an owner sends it to be signed",
        "Your approver signs, and it goes to the LGA",
        "We check that nothing is missing",
    ]
