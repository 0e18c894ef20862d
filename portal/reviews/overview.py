"""How far a review has come: every criterion of it, by theme, for the reviewer whose it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.clarifications.queries import replies_new_to, unsent_count
from portal.criteria.edition import Criterion, Theme
from portal.kernel.permissions import Actor
from portal.reviews import rules
from portal.reviews.livechecks import live_checks_of
from portal.reviews.queries import OwnReview, carried_in, judgements, own_review
from portal.reviews.rules import Judgement


@dataclass(frozen=True)
class CriterionLine:
    """One criterion on the overview; ``judgement`` is None while the reviewer has not scored it."""

    criterion: Criterion
    judgement: Judgement | None
    needs_live_check: bool
    carried: bool


@dataclass(frozen=True)
class ThemeLines:
    """A theme and its criteria, in the order of the edition."""

    theme: Theme
    lines: tuple[CriterionLine, ...]


@dataclass(frozen=True)
class OverviewPage:
    """How far the reviewer has come; ``ready`` says that nothing is missing before the scores can be locked.

    ``unsent`` counts the questions to the council that were collected, ``unread`` names the criteria with new replies.
    """

    review: OwnReview
    themes: tuple[ThemeLines, ...]
    scored: int
    total: int
    ready: bool
    carried: int
    unsent: int
    unread: tuple[str, ...]


def overview_page(session: Session, actor: Actor, reference: str) -> OverviewPage:
    """The actor's review of this application, by theme. Raises NotFound."""
    review = own_review(session, actor, reference)
    saved = judgements(session, review.assignment_id)
    carried = carried_in(session, review.assignment_id)
    checked = live_checks_of(session, [review.assignment_id])[review.assignment_id]
    scored = review.criteria
    return OverviewPage(
        review=review,
        themes=tuple(
            ThemeLines(theme, tuple(_line(each, saved, carried, checked) for each in scored if each.theme == theme.id))
            for theme in review.edition.themes
            if any(each.theme == theme.id for each in scored)
        ),
        scored=len(saved),
        total=len(scored),
        ready=not review.with_council and not any(rules.lock_problems(scored, saved, checked)),
        unsent=unsent_count(session, review.application_id),
        unread=replies_new_to(session, review.application_id),
        carried=len(carried),
    )


def _line(
    criterion: Criterion, saved: Mapping[str, Judgement], carried: frozenset[str], checked: Collection[str]
) -> CriterionLine:
    judgement = saved.get(criterion.id)
    live_check = judgement is not None and rules.needs_live_check(criterion, judgement, checked)
    return CriterionLine(criterion, judgement, live_check, criterion.id in carried)
