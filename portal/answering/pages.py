"""The pages on which a council answers: a criterion, and its presence, for whoever asks (D3 of docs/needs.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.answering import comparing
from portal.answering.beside import Beside
from portal.answering.comparing import LastTime
from portal.applications import queries, rules
from portal.applications.queries import AnswerFacts, ApplicationFacts, EvidenceFacts, PresenceFacts, UnlockedFacts
from portal.applications.rules import Answered, PresenceTyped
from portal.councils.models import CouncilDomain
from portal.criteria.comparing import NEWS_WORDS
from portal.criteria.edition import Criterion, Edition
from portal.criteria.queries import edition_of
from portal.kernel.permissions import Actor, Permission, Record, may
from portal.kernel.words import Words
from portal.sharing.queries import Sharing, sharing_of


@dataclass(frozen=True)
class RubricLine:
    """A sentence of the rubric with its score and what that score is called."""

    score: int
    label: str
    sentence: str


@dataclass(frozen=True)
class AnswerPage:
    """One criterion and the council's answer to it. ``saved`` is None where nothing was saved yet."""

    application: ApplicationFacts
    criterion: Criterion
    theme_title: str
    rubric: tuple[RubricLine, ...]
    may_be_not_applicable: bool
    note: str | None
    evidence_types: tuple[str, ...]
    evidence_rules: tuple[str, ...]
    most_evidence: int
    max_words: int
    saved: AnswerFacts | None
    answered: Answered
    evidence: tuple[EvidenceFacts, ...]
    missing: tuple[Words, ...]
    asked: str
    editable: bool
    sharing: Sharing
    to_check: bool
    news: Words | None
    last: LastTime | None
    is_resubmission: bool

    @property
    def version(self) -> int:
        """The version of the answer that this page shows; 0 for none."""
        return self.saved.version if self.saved else 0


@dataclass(frozen=True)
class PresencePage:
    """What the council says of itself; ``typed`` begins with the domains that the scheme knows."""

    application: ApplicationFacts
    saved: PresenceFacts | None
    typed: PresenceTyped
    missing: tuple[Words, ...]
    max_words: int
    asked: str
    editable: bool

    @property
    def version(self) -> int:
        """The version that this page shows; 0 for none."""
        return self.saved.version if self.saved else 0


def answer_page(
    session: Session, actor: Actor, slug: str, criterion_id: str, beside: Beside | None = None
) -> AnswerPage:
    """One criterion with the council's answer and evidence, beside what it said last time. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    edition = edition_of(session, application.edition_id)
    criterion = edition.criterion(criterion_id)
    saved = queries.answers_of(session, application.id).get(criterion_id)
    unlocked = queries.unlocked_of(session, application.id)
    evidence = queries.evidence_of(session, application.id).get(criterion_id, ())
    answered = saved.answered if saved else rules.NOTHING_ANSWERED
    news = comparing.news_of(session, application, edition).get(criterion_id)
    to_check = saved is not None and saved.to_check
    labels = {kind.id: kind.label for kind in edition.evidence_types}
    return AnswerPage(
        application=application,
        criterion=criterion,
        theme_title=edition.theme(criterion.theme).title,
        rubric=tuple(
            RubricLine(level.score, level.label, criterion.rubric[level.score]) for level in edition.scale.levels
        ),
        may_be_not_applicable=rules.may_be_not_applicable(criterion, application.kind),
        note=criterion.note_for(application.kind),
        evidence_types=tuple(labels[accepted] for accepted in criterion.evidence.accepted),
        evidence_rules=edition.evidence_rules.rules,
        most_evidence=edition.evidence_rules.max_items_per_criterion,
        max_words=edition.evidence_rules.statement_max_words,
        saved=saved,
        answered=answered,
        evidence=evidence,
        missing=rules.gaps(edition, answered, len(evidence), to_check=to_check) if saved or evidence else (),
        asked=_asked(application, unlocked, criterion_id),
        editable=may_change(actor, application, unlocked, criterion_id),
        sharing=sharing_of(session, actor, application, criterion_id),
        to_check=to_check,
        news=NEWS_WORDS[news] if news else None,
        last=comparing.last_time(session, actor, beside, application, criterion_id, answered),
        is_resubmission=application.is_resubmission,
    )


def presence_page(session: Session, actor: Actor, slug: str) -> PresencePage:
    """What the council says of itself. Raises NotFound."""
    application = queries.application_for(session, actor, slug)
    saved = queries.presence_of(session, application.id)
    unlocked = queries.unlocked_of(session, application.id)
    return PresencePage(
        application=application,
        saved=saved,
        typed=saved.typed if saved else PresenceTyped(domains=_known_domains(session, application.council_id)),
        missing=rules.presence_gaps(saved.typed) if saved else (),
        max_words=rules.SUMMARY_MAX_WORDS,
        asked=_asked(application, unlocked, rules.PRESENCE),
        editable=may_change(actor, application, unlocked, rules.PRESENCE),
    )


def next_criterion(session: Session, actor: Actor, slug: str, criterion_id: str) -> str | None:
    """The criterion that may be changed after this one, in the edition's order; None after the last."""
    application = queries.application_for(session, actor, slug)
    unlocked = queries.unlocked_of(session, application.id)
    order = _in_order(edition_of(session, application.edition_id))
    later = order[order.index(criterion_id) + 1 :]
    return next((item for item in later if rules.editable(application.state, unlocked, item)), None)


def may_change(actor: Actor, application: ApplicationFacts, unlocked: Mapping[str, UnlockedFacts], item: str) -> bool:
    """Whether the actor may change this criterion's answer, or rules.PRESENCE, now."""
    allowed = may(actor, Permission.APPLICATION_EDIT, Record(application.council_id))
    return allowed and rules.editable(application.state, unlocked, item)


def _asked(application: ApplicationFacts, unlocked: Mapping[str, UnlockedFacts], item: str) -> str:
    return unlocked[item].what if application.state in rules.PARTLY_OPEN and item in unlocked else ""


def _in_order(edition: Edition) -> list[str]:
    return [criterion.id for theme in edition.themes for criterion in edition.criteria_in(theme.id)]


def _known_domains(session: Session, council_id: UUID) -> str:
    hosts = session.scalars(
        select(CouncilDomain.host).where(CouncilDomain.council_id == council_id).order_by(CouncilDomain.host)
    )
    return "\n".join(hosts)
