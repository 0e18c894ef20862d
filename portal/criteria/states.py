"""The lifecycle of an edition of the criteria."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class EditionState(StrEnum):
    """Applications start on the one published edition; those begun under a retired one stay with it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETIRED = "retired"


_S = EditionState
_P = Permission

EDITION = Lifecycle(
    "edition",
    _S.DRAFT,
    (
        # Councils are told of a new edition half a year before it counts; until then it can be taken back.
        move("schedule", [_S.DRAFT], _S.SCHEDULED, _P.EDITION_DRAFT, "edition:scheduled"),
        move("unschedule", [_S.SCHEDULED], _S.DRAFT, _P.EDITION_DRAFT, "edition:unscheduled"),
        move("publish", [_S.DRAFT, _S.SCHEDULED], _S.PUBLISHED, _P.EDITION_PUBLISH, "edition:published"),
        move("retire", [_S.PUBLISHED], _S.RETIRED, _P.EDITION_PUBLISH, "edition:retired"),
    ),
)
