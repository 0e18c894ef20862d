"""What a council sees of the concerns about it: what it was asked, by when, and its answer. Never a report (C12)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.queries import own_council
from portal.audit.work import Work
from portal.concerns import rules
from portal.concerns.models import Concern
from portal.concerns.states import ConcernState
from portal.concerns.wording import KIND_WORDS, OUTCOME_WORDS, STATE_WORDS
from portal.kernel.errors import IllegalMove, NotFound, RuleBroken
from portal.kernel.permissions import Actor, Permission
from portal.kernel.words import Words, words

# Where an answer can still be given.
_ASKED = (ConcernState.WITH_COUNCIL, ConcernState.INVESTIGATION)
_ANSWERED = words("You have answered. You hear from us when we have checked.")


@dataclass(frozen=True)
class PutToCouncil:
    """One concern as the council reads it."""

    reference: str
    kind_words: Words
    state_words: Words
    outcome_words: Words | None
    asked: str
    asked_at: datetime
    answer_by: date
    late: bool
    answer: str
    answered_at: datetime | None
    may_answer: bool


@dataclass(frozen=True)
class CouncilPage:
    """Every concern that the council was asked about: those that wait for it first, the soonest due before."""

    council: str
    slug: str
    concerns: tuple[PutToCouncil, ...]


@dataclass(frozen=True)
class Answer:
    """What an owner answers."""

    slug: str
    reference: str
    answer: str


def council_page(session: Session, actor: Actor, slug: str, today: date) -> CouncilPage:
    """What the council was asked. Raises NotFound."""
    council = own_council(session, actor, slug, Permission.CONCERN_ANSWER)
    rows = session.scalars(
        select(Concern)
        .where(Concern.council_id == council.id, Concern.asked_at.is_not(None))
        .order_by(Concern.asked_at.desc())
    )
    concerns = [_put(row, row.asked_at, row.answer_by, today) for row in rows if row.asked_at and row.answer_by]
    # One is answered after the other, so the one that is due first comes first.
    waiting = sorted((one for one in concerns if one.may_answer), key=lambda one: one.answer_by)
    return CouncilPage(council.name, slug, (*waiting, *(one for one in concerns if not one.may_answer)))


def answer(work: Work, command: Answer) -> None:
    """Answer for the council, once; also when its time is over. Raises NotFound, IllegalMove, RuleBroken."""
    council = own_council(work.session, work.actor, command.slug, Permission.CONCERN_ANSWER)
    concern = work.session.scalar(
        select(Concern)
        .where(
            Concern.council_id == council.id,
            Concern.reference == command.reference,
            Concern.asked_at.is_not(None),
        )
        .with_for_update()
    )
    if concern is None:
        raise NotFound(f"{command.slug} was asked about no concern {command.reference}")
    if concern.state not in _ASKED or concern.answered_at is not None or concern.finding is not None:
        raise IllegalMove(concern.lifecycle.name, concern.state, "answer")
    said = words("Say what you have done or will do, and where that can be seen.")
    if problems := tuple(rules.words_problems("answer", command.answer, said)):
        raise RuleBroken(problems)
    concern.answer, concern.answered_at = command.answer.strip(), work.clock.now()
    work.note(concern, "answer", "concern:answered", Permission.CONCERN_ANSWER, reason="")


def _put(concern: Concern, asked_at: datetime, by: date, today: date) -> PutToCouncil:
    waits = concern.state in _ASKED and concern.answered_at is None and concern.finding is None
    was_answered = concern.state is ConcernState.WITH_COUNCIL and not waits
    return PutToCouncil(
        reference=concern.reference,
        kind_words=KIND_WORDS[concern.kind],
        state_words=_ANSWERED if was_answered else STATE_WORDS[concern.state],
        outcome_words=OUTCOME_WORDS[concern.outcome] if concern.outcome else None,
        asked=concern.asked,
        asked_at=asked_at,
        answer_by=by,
        late=waits and by < today,
        answer=concern.answer,
        answered_at=concern.answered_at,
        may_answer=waits,
    )
