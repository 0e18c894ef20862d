"""The lifecycle of an edition of the criteria."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class EditionState(StrEnum):
    """Applications start on the one published edition; those begun under a retired one stay with it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


EDITION = Lifecycle(
    "edition",
    EditionState.DRAFT,
    (
        move("publish", [EditionState.DRAFT], EditionState.PUBLISHED, Permission.EDITION_PUBLISH, "edition:published"),
        move("retire", [EditionState.PUBLISHED], EditionState.RETIRED, Permission.EDITION_PUBLISH, "edition:retired"),
    ),
)
