"""The lifecycle of a calibration exercise (C6 of docs/process.md)."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class ExerciseState(StrEnum):
    """Reviewers score an open exercise; the results are seen once it is closed."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


_S = ExerciseState
_P = Permission

EXERCISE = Lifecycle(
    "calibration",
    _S.DRAFT,
    (
        move("open", [_S.DRAFT], _S.OPEN, _P.CALIBRATION_MANAGE, "calibration:opened"),
        move("close", [_S.OPEN], _S.CLOSED, _P.CALIBRATION_MANAGE, "calibration:closed"),
    ),
)
