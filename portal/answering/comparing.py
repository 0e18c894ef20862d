"""An application beside the one whose answers it began with: what the council said last time, and what has changed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.answering.beside import Beside, Verdict
from portal.applications import queries
from portal.applications.models import EvidenceItem
from portal.applications.queries import AnswerFacts, ApplicationFacts, EvidenceFacts
from portal.applications.rules import NOTHING_ANSWERED, Answered
from portal.criteria.comparing import NEWS_WORDS, News, news_since
from portal.criteria.edition import Edition
from portal.criteria.queries import edition_of
from portal.kernel.clock import day_of
from portal.kernel.differences import Piece, differences
from portal.kernel.permissions import Actor
from portal.kernel.words import Words


@dataclass(frozen=True)
class LastTime:
    """What an earlier application said on one criterion. ``pieces`` show the statement's changes; empty where none.

    ``score_means`` is the sentence of the rubric that was in force then. ``verdict`` is there once it was released.
    ``council`` names another one, which this one has replaced; then there is no verdict, which was on that body alone.
    """

    council: str
    reference: str
    begun_on: date
    not_applicable: bool
    score_label: str
    score_means: str
    statement: str
    score_changed: bool
    pieces: tuple[Piece, ...]
    verdict: Verdict | None
    verdict_label: str


@dataclass(frozen=True)
class ChangedAnswer:
    """A criterion on which the council says something else than last time, for whoever reads before sending or signing.

    ``score_changed`` with an empty label: no score, or ``not_applicable_*``. ``added`` and ``removed`` are evidence.
    """

    criterion: str
    title: str
    news: Words | None
    score_changed: bool
    score_before: str
    score_now: str
    not_applicable_before: bool
    not_applicable_now: bool
    pieces: tuple[Piece, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class ChangesSince:
    """What has changed since the application before, and how much was confirmed as it was; ``council`` as above."""

    council: str
    reference: str
    answers: tuple[ChangedAnswer, ...]
    confirmed: int


def news_of(session: Session, application: ApplicationFacts, edition: Edition) -> Mapping[str, News]:
    """What is new or reworded since the application that this one began with; nothing where it began empty."""
    if application.begun_from_id is None:
        return {}
    earlier = queries.application(session, application.begun_from_id)
    return news_since(edition_of(session, earlier.edition_id), edition)


def last_time(
    session: Session,
    actor: Actor,
    beside: Beside | None,
    application: ApplicationFacts,
    criterion_id: str,
    now: Answered,
) -> LastTime | None:
    """What the application before said on this criterion; None where there was none or it said nothing."""
    if application.begun_from_id is None:
        return None
    earlier = queries.application(session, application.begun_from_id)
    said = queries.answers_of(session, earlier.id).get(criterion_id)
    if said is None:
        return None
    edition = edition_of(session, earlier.edition_id)
    before, rubric = said.answered, edition.criterion(criterion_id).rubric
    other = _other_council(earlier, application)
    verdict = beside.verdict(session, actor, earlier.id, criterion_id) if beside and not other else None
    return LastTime(
        council=other,
        reference=earlier.reference,
        begun_on=day_of(earlier.submitted_at or earlier.started_at),
        not_applicable=before.not_applicable,
        score_label=_label(edition, before),
        score_means="" if before.self_score is None else rubric[before.self_score],
        statement=before.statement,
        score_changed=_chosen(before) != _chosen(now),
        pieces=differences(before.statement, now.statement) if before.statement != now.statement else (),
        verdict=verdict,
        verdict_label=_level(edition, verdict.score) if verdict and verdict.score is not None else "",
    )


def changes_since(session: Session, application: ApplicationFacts, edition: Edition) -> ChangesSince | None:
    """Everything that is said otherwise than in the application before; None where this one began empty."""
    if application.begun_from_id is None:
        return None
    earlier = queries.application(session, application.begun_from_id)
    before_edition = edition_of(session, earlier.edition_id)
    news = news_since(before_edition, edition)
    before, now = queries.answers_of(session, earlier.id), queries.answers_of(session, application.id)
    evidence = _Evidence(session, earlier, application)
    changed = tuple(
        found
        for criterion in edition.criteria
        if (found := _changed(edition, before_edition, criterion.id, news.get(criterion.id), before, now, evidence))
    )
    to_check = {name for name, facts in now.items() if facts.to_check}
    confirmed = len(now.keys() - to_check - {found.criterion for found in changed})
    return ChangesSince(_other_council(earlier, application), earlier.reference, changed, confirmed)


def _other_council(earlier: ApplicationFacts, application: ApplicationFacts) -> str:
    return "" if earlier.council_id == application.council_id else earlier.council_name


class _Evidence:
    """The evidence of both applications; an item carried over is the same in both."""

    def __init__(self, session: Session, earlier: ApplicationFacts, application: ApplicationFacts) -> None:
        self.before = queries.evidence_of(session, earlier.id)
        self.now = queries.evidence_of(session, application.id)
        rows = session.execute(
            select(EvidenceItem.id, EvidenceItem.reused_from_id).where(
                EvidenceItem.application_id == application.id, EvidenceItem.removed_at.is_(None)
            )
        )
        self.carried = {row.id: row.reused_from_id for row in rows}

    def added(self, criterion: str) -> tuple[str, ...]:
        known = {item.id for item in self.before.get(criterion, ())}
        return tuple(_shown(item for item in self.now.get(criterion, ()) if self.carried.get(item.id) not in known))

    def removed(self, criterion: str) -> tuple[str, ...]:
        kept = set(self.carried.values())
        return tuple(_shown(item for item in self.before.get(criterion, ()) if item.id not in kept))


def _shown(items: Iterator[EvidenceFacts]) -> Collection[str]:
    return [f"{item.shown}: {item.note}" if item.note else item.shown for item in items]


def _changed(
    edition: Edition,
    before_edition: Edition,
    criterion_id: str,
    news: News | None,
    before: Mapping[str, AnswerFacts],
    now: Mapping[str, AnswerFacts],
    evidence: _Evidence,
) -> ChangedAnswer | None:
    said = before[criterion_id].answered if criterion_id in before else NOTHING_ANSWERED
    says = now[criterion_id].answered if criterion_id in now else NOTHING_ANSWERED
    added, removed = evidence.added(criterion_id), evidence.removed(criterion_id)
    if said == says and not (added or removed or news):
        return None
    return ChangedAnswer(
        criterion=criterion_id,
        title=edition.criterion(criterion_id).title,
        news=NEWS_WORDS[news] if news else None,
        score_changed=_chosen(said) != _chosen(says),
        score_before=_label(before_edition, said),
        score_now=_label(edition, says),
        not_applicable_before=said.not_applicable,
        not_applicable_now=says.not_applicable,
        pieces=differences(said.statement, says.statement) if said.statement != says.statement else (),
        added=added,
        removed=removed,
    )


def _chosen(answered: Answered) -> tuple[int | None, bool]:
    return answered.self_score, answered.not_applicable


def _label(edition: Edition, answered: Answered) -> str:
    return "" if answered.self_score is None else _level(edition, answered.self_score)


def _level(edition: Edition, score: int) -> str:
    return f"{score} – {edition.levels[score].label}"
