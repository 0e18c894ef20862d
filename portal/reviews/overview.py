"""How far a review has come: every criterion of it, by theme, for the reviewer whose it is.

What the scores come to is not among it: whoever knows that a total lies just below a line scores the rest with it in
mind (decision 0022).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.held import kept_at
from portal.clarifications.queries import Question, rounds_of
from portal.criteria.edition import Criterion, Theme
from portal.kernel.permissions import Actor
from portal.kernel.words import Words, words
from portal.reviews import rules
from portal.reviews.livechecks import live_checks_of
from portal.reviews.models import Score
from portal.reviews.queries import OwnReview, judgement_of, own_review
from portal.reviews.rules import Judgement
from portal.reviews.since import CHANGE_WORDS, Change, Touched, touched


@dataclass(frozen=True)
class CriterionLine:
    """One criterion on the overview; ``judgement`` is None while the reviewer has not scored it.

    ``begun``: words are kept that are not saved. ``changed``: what the council did since the score. ``asked``: a
    question waits, to be sent or to be answered. ``new_reply``: one that the reviewer has not said to have read.
    """

    criterion: Criterion
    judgement: Judgement | None
    needs_live_check: bool
    carried: bool
    begun: bool
    changed: tuple[Change, ...]
    asked: bool
    new_reply: bool

    @property
    def left(self) -> bool:
        """Whether there is something to do here before the scores are locked."""
        wanted = self.judgement is None or self.needs_live_check or self.begun
        return wanted or self.again or self.asked

    @property
    def again(self) -> bool:
        """Whether the council has done something that the reviewer has not looked at."""
        return bool(self.changed) or self.new_reply

    @property
    def why(self) -> tuple[Words, ...]:
        """What the council has done."""
        return tuple(CHANGE_WORDS[change] for change in self.changed) or (words("The council has replied."),)


@dataclass(frozen=True)
class ThemeLines:
    """A theme and its criteria, in the order of the edition."""

    theme: Theme
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True)
class OverviewPage:
    """How far the reviewer has come; ``ready`` says that nothing is missing before the scores can be locked.

    ``again`` are the criteria to be looked at again, before all others; ``next_id`` is where to go on. ``only_left``:
    ``themes`` has only what is left. ``unsent`` counts the questions to the council that were collected.
    """

    review: OwnReview
    themes: tuple[ThemeLines, ...]
    again: tuple[CriterionLine, ...]
    next_id: str | None
    only_left: bool
    left: int
    scored: int
    total: int
    ready: bool
    carried: int
    unsent: int


def overview_page(
    session: Session, actor: Actor, reference: str, now: datetime, *, only_left: bool = False
) -> OverviewPage:
    """The actor's review of this application, by theme; all of it or what is left. Raises NotFound."""
    review = own_review(session, actor, reference)
    lines, unsent = _lines(session, actor, review, now)
    saved = {line.criterion.id: line.judgement for line in lines if line.judgement}
    checked = live_checks_of(session, [review.assignment_id])[review.assignment_id]
    missing = any(rules.lock_problems(review.criteria, saved, checked))
    shown = [line for line in lines if line.left or not only_left]
    again = tuple(line for line in lines if line.again and review.editable)
    left = [line.criterion.id for line in lines if line.left]
    return OverviewPage(
        review=review,
        themes=tuple(
            ThemeLines(theme, found)
            for theme in review.edition.themes
            if (found := tuple(line for line in shown if line.criterion.theme == theme.id))
        ),
        again=again,
        next_id=next(iter([line.criterion.id for line in again] + left), None),
        only_left=only_left,
        left=len(left),
        scored=len(saved),
        total=len(lines),
        ready=not review.with_council and not missing,
        unsent=unsent if review.is_first else 0,
        carried=sum(line.carried for line in lines),
    )


def _lines(session: Session, actor: Actor, review: OwnReview, now: datetime) -> tuple[list[CriterionLine], int]:
    rounds = rounds_of(session, review.application_id)
    done = touched(session, review.application_id, rounds)
    scores = {
        row.criterion: row for row in session.scalars(select(Score).where(Score.assignment_id == review.assignment_id))
    }
    checked = live_checks_of(session, [review.assignment_id])[review.assignment_id]
    paths = {criterion.id: f"/reviews/{review.reference}/{criterion.id}" for criterion in review.criteria}
    drafts = kept_at(session, now, actor.person_id, paths.values()) if review.editable else {}
    questions: dict[str, list[Question]] = {}
    for found in rounds:
        for question in found.questions:
            # What the first reviewer has collected and not sent is not for the second to know of.
            if question.sent or review.is_first:
                questions.setdefault(question.criterion, []).append(question)
    lines = [
        _line(each, scores.get(each.id), each.id in checked, paths[each.id] in drafts, done, questions.get(each.id, []))
        for each in review.criteria
    ]
    return lines, sum(not question.sent for asked in questions.values() for question in asked)


def _line(
    criterion: Criterion,
    score: Score | None,
    checked: bool,
    begun: bool,
    done: Mapping[str, Touched],
    questions: list[Question],
) -> CriterionLine:
    judgement = judgement_of(score) if score else None
    counts = score is not None and not score.carried
    return CriterionLine(
        criterion=criterion,
        judgement=judgement,
        needs_live_check=judgement is not None
        and rules.needs_live_check(criterion, judgement, [criterion.id] if checked else ()),
        carried=score is not None and score.carried,
        begun=begun,
        changed=done.get(criterion.id, Touched()).since(score.saved_at, score.answer_revision_number)
        if score and counts
        else (),
        asked=any(question.ending is None for question in questions),
        new_reply=any(question.new for question in questions),
    )
