"""What is still to come for an application, from where it stands."""

from portal.applications.states import OPEN_STATES, ApplicationState
from portal.kernel.words import Words
from portal.timeline.wording import SCORES_NAMED, TO_COME

_S = ApplicationState
# These are steps out of the way, which an application takes only when it stands in them.
_DETOURS = frozenset(
    {_S.RESUBMISSION_DRAFT, _S.RETURNED_INCOMPLETE, _S.CLARIFICATION_REQUESTED, _S.SECOND_REVIEW, _S.ON_HOLD}
)


def to_come(state: ApplicationState, *, resubmission: bool = False) -> tuple[Words, ...]:
    """Every step that is left on the ordinary way, the one under way first; empty where it is over."""
    if state not in OPEN_STATES:
        return ()
    here = next(place for place, (states, _said) in enumerate(TO_COME) if state in states)
    steps = (TO_COME[here], *(step for step in TO_COME[here + 1 :] if not step[0] & _DETOURS))
    return tuple(SCORES_NAMED if resubmission and _S.IN_REVIEW in states else said for states, said in steps)
