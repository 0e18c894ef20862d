"""What a council has done on a criterion, and since when: whether a score was given before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Answer, EvidenceItem
from portal.clarifications.queries import Round
from portal.kernel.words import Words, words


class Change(StrEnum):
    """What a council can do on a criterion after it was scored (C5, row 17)."""

    REPLY = "reply"
    ANSWER = "answer"
    EVIDENCE = "evidence"


CHANGE_WORDS: Mapping[Change, Words] = {
    Change.REPLY: words("The council has replied since you scored this."),
    Change.ANSWER: words("The council has changed its answer since you scored this."),
    Change.EVIDENCE: words("The council has changed its evidence since you scored this."),
}


@dataclass(frozen=True)
class Touched:
    """The version of an answer, and when its evidence was changed and a reply sent last; None where never."""

    version: int = 0
    evidence_at: datetime | None = None
    replied_at: datetime | None = None

    def since(self, saved_at: datetime, judged: int) -> tuple[Change, ...]:
        """What is newer than a score that was saved then and that judged this version of the answer."""
        newer = (
            (Change.REPLY, self.replied_at is not None and self.replied_at > saved_at),
            (Change.ANSWER, self.version > judged),
            (Change.EVIDENCE, self.evidence_at is not None and self.evidence_at > saved_at),
        )
        return tuple(change for change, is_newer in newer if is_newer)


def touched(session: Session, application_id: UUID, rounds: tuple[Round, ...]) -> Mapping[str, Touched]:
    """What was done on each criterion, by id; in two queries. ``rounds`` are all questions of the application."""
    evidence = {
        criterion: max(at for at in (added, removed) if at is not None)
        for criterion, added, removed in session.execute(
            select(EvidenceItem.criterion, func.max(EvidenceItem.added_at), func.max(EvidenceItem.removed_at))
            .where(EvidenceItem.application_id == application_id)
            .group_by(EvidenceItem.criterion)
        )
    }
    replies = {
        question.criterion: found.ended_at
        for found in rounds
        for question in found.questions
        if question.reply and found.ended_at is not None
    }
    versions = session.execute(select(Answer.criterion, Answer.version).where(Answer.application_id == application_id))
    return {
        criterion: Touched(version, evidence.get(criterion), replies.get(criterion)) for criterion, version in versions
    }
