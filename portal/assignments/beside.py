"""What a later step knows and a reviewer's pages show beside theirs (docs/decisions/0018).

The composition root hands it in: this step imports no later one.
"""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from portal.kernel.permissions import Actor


@dataclass(frozen=True)
class PastAnswer:
    """What a past answer said, without its council; the score that it was given, and why."""

    score: int
    example: str
    why: str


@dataclass(frozen=True)
class Guidance:
    """What a lead reviewer has written about a criterion; ``note`` is empty where there is none."""

    note: str
    examples: tuple[PastAnswer, ...]


class ReviewersAids(Protocol):
    """The questions that a reviewer's pages ask."""

    def guidance(self, session: Session, criterion: str) -> Guidance:
        """The note and the examples beside a criterion."""

    def exercises_to_do(self, session: Session, actor: Actor) -> int:
        """How many calibration exercises wait for this reviewer."""
