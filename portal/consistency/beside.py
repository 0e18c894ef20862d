"""What a reviewer's own pages show of this step: the answers to ``assignments.beside``."""

from sqlalchemy.orm import Session

from portal.assignments.beside import Guidance, PastAnswer
from portal.consistency.guidance import guidance_for
from portal.consistency.scoring import turns
from portal.kernel.permissions import Actor, Permission, Record, may


class Aids:
    """Answers from the notes, the examples and the exercises."""

    def guidance(self, session: Session, criterion: str) -> Guidance:
        """The newest note and the examples that are shown."""
        found = guidance_for(session, criterion)
        return Guidance(found.note, tuple(PastAnswer(each.score, each.example, each.why) for each in found.examples))

    def exercises_to_do(self, session: Session, actor: Actor) -> int:
        """The open exercises that are for this reviewer and not finished."""
        if not may(actor, Permission.CALIBRATION_SCORE, Record()):
            return 0
        return sum(turn.open for turn in turns(session, actor))
