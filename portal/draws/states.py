"""The lifecycle of a draw’s seed: committed to before anybody can be drawn by it, shown when it is used up."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission


class SeedState(StrEnum):
    """Whether a seed is still secret. Its commitment is public from the first."""

    COMMITTED = "committed"
    REVEALED = "revealed"


DRAW_SEED = Lifecycle(
    "draw_seed",
    SeedState.COMMITTED,
    (move("reveal", [SeedState.COMMITTED], SeedState.REVEALED, Permission.DRAW_COMMIT, "draw:revealed"),),
)
