"""What is still to come for an application, from where it stands."""

from portal.applications.states import OPEN_STATES, ApplicationState
from portal.kernel.words import Words
from portal.timeline.wording import TO_COME

_S = ApplicationState
# These are steps out of the way, which an application takes only when it stands in them.
_DETOURS = frozenset({_S.RETURNED_INCOMPLETE, _S.CLARIFICATION_REQUESTED})


def to_come(state: ApplicationState) -> tuple[Words, ...]:
    """Every step that is left on the ordinary way, the one under way first; empty where it is over."""
    if state not in OPEN_STATES:
        return ()
    here = next(place for place, (states, _said) in enumerate(TO_COME) if state in states)
    later = [said for states, said in TO_COME[here + 1 :] if not states & _DETOURS]
    return (TO_COME[here][1], *later)
