"""What comes next from each state, and what else anybody may try there."""

from portal.applications.states import ApplicationState
from portal.assignments.states import Interest
from tests.integration.workflow import appealing, steps
from tests.integration.workflow.steps import Step
from tests.integration.workflow.world import REVIEWERS

S = ApplicationState
LEADS = ("lena", "luke")
DECLARED = tuple((name, steps.declare_interests) for name in REVIEWERS)
# What brings an application on from each state, and who does it; the first that works is taken.
ONWARD: dict[str | None, tuple[tuple[str, Step], ...]] = {
    None: (("owner", steps.start),),
    S.DRAFT: (("contributor", steps.fill), ("owner", steps.send)),
    S.RESUBMISSION_DRAFT: (("contributor", steps.improve), ("owner", steps.send)),
    S.AWAITING_DECLARATION: (("approver", steps.sign),),
    S.SUBMITTED: (("administrator", steps.open_check),),
    S.COMPLETENESS_CHECK: (("administrator", steps.pass_check),),
    S.RETURNED_INCOMPLETE: (("contributor", steps.improve), ("owner", steps.send)),
    S.READY_TO_ASSIGN: DECLARED + tuple(("lena", steps.propose(name)) for name in REVIEWERS),
    S.REVIEWER_PROPOSED: (
        *((name, steps.answer(Interest.NONE)) for name in REVIEWERS),
        ("lena", steps.answer_objection(upheld=False)),
        ("owner", steps.say_no_objection),
    ),
    S.ON_HOLD: (("lena", steps.take_off_hold),),
    S.IN_REVIEW: tuple((name, steps.score("middling")) for name in REVIEWERS),
    S.SECOND_REVIEW: (
        *DECLARED,
        *(("lena", steps.propose(name)) for name in REVIEWERS),
        *((name, steps.answer(Interest.NONE)) for name in REVIEWERS),
        ("lena", steps.answer_objection(upheld=False)),
        ("owner", steps.say_no_objection),
        *((name, steps.score("middling")) for name in REVIEWERS),
    ),
    S.CLARIFICATION_REQUESTED: (("owner", steps.answer_questions),),
    S.MODERATION: (("luke", steps.decide), ("lena", steps.decide)),
    S.FEEDBACK_RELEASED: (("owner", appealing.withdraw),),
    S.LAPSED: (("owner", steps.reopen), ("owner", steps.start)),
    S.DECIDED: (("luke", steps.release), ("lena", steps.release)),
}
# How many steps an application takes at most when everybody does what comes next.
LONGEST_WAY = 15
ENDS = {S.CLOSED, S.WITHDRAWN}
# Days: less than anybody has to answer.
WHILE = 8
# What else can be done in a state, each tried by everybody named.
ASIDE: dict[str | None, tuple[tuple[tuple[str, Step], ...], ...]] = {
    S.DRAFT: ((("owner", steps.withdraw),),),
    S.AWAITING_DECLARATION: ((("owner", steps.recall),), (("approver", steps.hand_back),)),
    S.COMPLETENESS_CHECK: ((("administrator", steps.return_incomplete),), (("lena", steps.hold),)),
    S.REVIEWER_PROPOSED: (
        tuple((name, steps.answer(Interest.DISQUALIFYING)) for name in REVIEWERS),
        tuple((name, steps.answer(Interest.MINOR)) for name in REVIEWERS),
        (("owner", steps.object_to_reviewer), ("lena", steps.answer_objection(upheld=True))),
        (("lena", steps.take_back),),
    ),
    S.IN_REVIEW: (
        tuple((name, steps.score("nearly")) for name in REVIEWERS),
        tuple((name, steps.score("low")) for name in REVIEWERS),
        tuple((name, steps.score("high")) for name in REVIEWERS),
        tuple((name, steps.ask_questions) for name in REVIEWERS),
        (("owner", steps.ask_withdrawal), ("approver", steps.confirm_withdrawal)),
    ),
    S.SECOND_REVIEW: (tuple((name, steps.score("high")) for name in REVIEWERS), (("luke", steps.hold),)),
    S.MODERATION: ((("lena", steps.send_back),), (("lena", steps.hold),)),
    S.FEEDBACK_RELEASED: ((("owner", steps.resubmit),), (("owner", steps.start),)),
    S.CLOSED: ((("owner", steps.resubmit),), (("owner", steps.start),)),
}
PANEL = ("pia", "paul", "petra")
ANYTHING: dict[str, tuple[tuple[str, ...], Step]] = {
    "start": (("owner", "contributor"), steps.start),
    "send": (("owner",), steps.send),
    "recall": (("owner",), steps.recall),
    "hand back": (("approver",), steps.hand_back),
    "sign": (("approver", "owner"), steps.sign),
    "withdraw": (("owner",), steps.withdraw),
    "ask to withdraw": (("owner",), steps.ask_withdrawal),
    "refuse to withdraw": (("approver",), steps.refuse_withdrawal),
    "confirm the withdrawal": (("approver", "owner"), steps.confirm_withdrawal),
    "reopen": (("owner",), steps.reopen),
    "return": (("administrator",), steps.return_incomplete),
    "take back": (LEADS, steps.take_back),
    "declare a conflict": (REVIEWERS, steps.answer(Interest.DISQUALIFYING)),
    "declare a link": (REVIEWERS, steps.answer(Interest.MINOR)),
    "decline": (REVIEWERS, steps.answer(None)),
    "say no objection": (("owner", "contributor"), steps.say_no_objection),
    "object": (("owner", "approver"), steps.object_to_reviewer),
    "uphold the objection": (LEADS, steps.answer_objection(upheld=True)),
    "do not uphold the objection": (LEADS, steps.answer_objection(upheld=False)),
    "hold": (("lena", "rita"), steps.hold),
    "take off hold": (LEADS, steps.take_off_hold),
    "score high": (REVIEWERS, steps.score("high")),
    "score low": (REVIEWERS, steps.score("low")),
    "ask the council": (REVIEWERS, steps.ask_questions),
    "send back": (LEADS, steps.send_back),
    "decide": ((*LEADS, *REVIEWERS), steps.decide),
    "release": ((*LEADS, "administrator"), steps.release),
    "write an appeal": (("owner",), appealing.write),
    "lodge the appeal": (("approver",), appealing.lodge),
    "hand the appeal back": (("approver",), appealing.hand_back),
    "withdraw the appeal": (("owner",), appealing.withdraw),
    "resubmit": (("owner", "contributor"), steps.resubmit),
}
