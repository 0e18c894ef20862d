"""What the lead reviewer sees in moderation: every criterion with the scores side by side, and what they come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.queries import ApplicationFacts
from portal.applications.states import ApplicationState
from portal.assignments.models import Assignment
from portal.assignments.states import AssignmentState, Interest, Place
from portal.criteria.edition import Criterion, Edition, Theme
from portal.criteria.queries import edition_of
from portal.criteria.results import Judged, Result, Step, is_borderline
from portal.decisions import kept, rules
from portal.decisions.differences import Apart, apart
from portal.decisions.given import Given, given_of, needing_talk
from portal.decisions.kept import ConversationFacts, DecisionFacts
from portal.decisions.rules import Final
from portal.kernel.permissions import Actor
from portal.kernel.words import Words, words
from portal.reviews.models import SecondReview
from portal.reviews.second import NEW_UNTIL, TRIGGER_WORDS, Trigger

# How a page names what it shows first.
GROUP_WORDS: dict[Apart, Words] = {
    Apart.FAR: words("Reviewers 2 or more apart"),
    Apart.ONE: words("Reviewers 1 apart"),
    Apart.NOT: words("No difference, or only one reviewer scored it"),
}


@dataclass(frozen=True)
class ModerationLine:
    """One criterion in moderation, the scores side by side. ``apart``: how far those of the reviewers are.

    ``self_far``: council and a reviewer are 2 or more apart. ``outdated``: a reviewer has said something new since the
    final score was saved. ``to_talk``: C6 asks for a conversation; ``talked``: one about it has been recorded.
    """

    criterion: Criterion
    self_score: int | None
    given: tuple[Given, ...]
    final: Final | None
    apart: Apart
    self_far: bool
    outdated: bool
    to_talk: bool
    talked: bool

    @property
    def counted(self) -> Final:
        """The final score; the first reviewer's where there is none that counts yet."""
        if self.final and not self.outdated:
            return self.final
        return Final(self.given[0].score, self.given[0].reason)


@dataclass(frozen=True)
class ModerationGroup:
    """A theme, or how far apart the reviewers are, and its criteria in the order of the edition."""

    title: Words | str
    lines: tuple[ModerationLine, ...]


@dataclass(frozen=True)
class Reviewer:
    """Who reviewed: the employer, how many other applications they had reviewed, and a minor link if they have one."""

    name: str
    employer: str
    reviewed: int
    minor_link: str

    @property
    def is_new(self) -> bool:
        """Whether it is one of their first applications (C6)."""
        return self.reviewed < NEW_UNTIL


@dataclass(frozen=True)
class ModerationPage:
    """Everything to moderate and to decide. ``result`` counts the first reviewer's score where no final one counts yet.

    ``untouched`` is how many criteria have no final score at all, ``moderated`` how many have one that counts;
    ``agreed`` are those that can be taken over unread. ``triggers`` say why there was a second review, and
    ``opinion_why`` what the first reviewer said when they asked for it; empty where they did not.
    """

    application: ApplicationFacts
    edition: Edition
    reviewers: tuple[Reviewer, ...]
    lines: tuple[ModerationLine, ...]
    moderated: int
    untouched: int
    total: int
    result: Result
    borderline: bool
    sent_back: bool
    triggers: tuple[Words, ...]
    opinion_why: str
    conversations: tuple[ConversationFacts, ...]
    in_moderation: bool
    on_hold: bool
    decision: DecisionFacts | None

    @property
    def themes(self) -> tuple[ModerationGroup, ...]:
        """The criteria in the order of the edition."""
        return tuple(self._group(theme) for theme in self.edition.themes)

    def _group(self, theme: Theme) -> ModerationGroup:
        return ModerationGroup(theme.title, tuple(line for line in self.lines if line.criterion.theme == theme.id))

    @property
    def differences(self) -> tuple[ModerationGroup, ...]:
        """The criteria with the greatest differences first; groups without any are left out."""
        groups = (
            ModerationGroup(said, tuple(line for line in self.lines if line.apart is far))
            for far, said in GROUP_WORDS.items()
        )
        return tuple(group for group in groups if group.lines)

    @property
    def agreed(self) -> int:
        """On how many criteria the reviewers' score can be taken over."""
        return sum(line.final is None and line.apart is Apart.NOT for line in self.lines)

    @property
    def far(self) -> tuple[str, ...]:
        """The criteria on which the reviewers are 2 or more apart."""
        return tuple(line.criterion.id for line in self.lines if line.apart is Apart.FAR)

    @property
    def self_far(self) -> tuple[str, ...]:
        """The criteria on which the council sees itself far from a reviewer."""
        return tuple(line.criterion.id for line in self.lines if line.self_far)

    @property
    def to_talk(self) -> tuple[str, ...]:
        """The criteria about which the reviewers have still to talk."""
        return tuple(line.criterion.id for line in self.lines if line.to_talk and not line.talked)

    @property
    def pass_rule(self) -> tuple[Step, ...]:
        """The parts of the pass rule, worked out."""
        return self.result.parts(Judged.PASS)

    @property
    def commendation_rule(self) -> tuple[Step, ...]:
        """The parts of the commendation rule, worked out."""
        return self.result.parts(Judged.COMMENDATION)

    @property
    def small_changes(self) -> tuple[Step, ...]:
        """The parts of the rule for small changes, worked out."""
        return self.result.parts(Judged.SMALL_CHANGES)

    @property
    def complete(self) -> bool:
        """Whether every criterion has a final score that counts."""
        return self.moderated == self.total


def moderation_page(session: Session, actor: Actor, reference: str) -> ModerationPage:
    """The moderation of one application. Raises NotFound, also while its scores are not locked."""
    application = applications.application(session, kept.application_id(session, actor, reference))
    edition = edition_of(session, application.edition_id)
    conversations = kept.conversations_of(session, application.id)
    found_lines = lines(
        session, application, edition, given_of(session, application.id), edition.criteria, conversations
    )
    settled = {line.criterion.id: line.final for line in found_lines if line.final and not line.outdated}
    counted = {line.criterion.id: line.counted for line in found_lines}
    found = rules.result_of(edition, counted, application.kind, resubmission=application.is_resubmission)
    triggers, opinion_why = _why_second(session, application)
    return ModerationPage(
        application=application,
        edition=edition,
        reviewers=_reviewers(session, application),
        lines=found_lines,
        moderated=len(settled),
        untouched=sum(line.final is None for line in found_lines),
        total=len(edition.criteria),
        result=found,
        borderline=is_borderline(found),
        sent_back=kept.was_sent_back(session, application.id),
        triggers=triggers,
        opinion_why=opinion_why,
        conversations=conversations,
        in_moderation=application.state is ApplicationState.MODERATION,
        on_hold=application.state is ApplicationState.ON_HOLD,
        decision=kept.decision_of(session, application, edition),
    )


def lines(
    session: Session,
    application: ApplicationFacts,
    edition: Edition,
    given: Mapping[str, tuple[Given, ...]],
    criteria: Iterable[Criterion],
    conversations: tuple[ConversationFacts, ...],
) -> tuple[ModerationLine, ...]:
    """These criteria, each with everything that is known of it. Who may read it is the caller's to ask."""
    answers = applications.answers_of(session, application.id)
    finals, stale = kept.finals_of(session, application.id), kept.outdated(session, application.id)
    needed = needing_talk(edition, given, application.kind, resubmission=application.is_resubmission)
    talked = {name for held in conversations for name in held.criteria}

    def line(criterion: Criterion) -> ModerationLine:
        answer, scores = answers.get(criterion.id), [one.score for one in given[criterion.id]]
        own = answer.answered.self_score if answer else None
        return ModerationLine(
            criterion=criterion,
            self_score=own,
            given=given[criterion.id],
            final=finals.get(criterion.id),
            apart=apart(scores),
            self_far=own is not None
            and any(score is not None and abs(own - score) >= rules.BIG_DIFFERENCE for score in scores),
            outdated=criterion.id in stale,
            to_talk=criterion.id in needed,
            talked=criterion.id in talked,
        )

    return tuple(line(criterion) for criterion in criteria)


def _reviewers(session: Session, application: ApplicationFacts) -> tuple[Reviewer, ...]:
    """Who has locked scores, the first reviewer first, in one query."""
    others = (
        select(Assignment.reviewer_id, func.count(Assignment.application_id.distinct()).label("times"))
        .where(
            Assignment.application_id != application.id,
            Assignment.state.in_((AssignmentState.LOCKED, AssignmentState.SET_ASIDE)),
        )
        .group_by(Assignment.reviewer_id)
        .subquery()
    )
    rows = session.execute(
        select(Assignment, Person, func.coalesce(others.c.times, 0))
        .join(Person, Person.id == Assignment.reviewer_id)
        .outerjoin(others, others.c.reviewer_id == Person.id)
        .where(Assignment.application_id == application.id, Assignment.state == AssignmentState.LOCKED)
        .order_by(Assignment.place)
    )
    return tuple(
        Reviewer(
            person.name,
            person.employer,
            times + person.reviewed_before,
            assignment.declaration if assignment.interest is Interest.MINOR else "",
        )
        for assignment, person, times in rows
    )


def _why_second(session: Session, application: ApplicationFacts) -> tuple[tuple[Words, ...], str]:
    """Why there was a second review, and the first reviewer's own words where they asked for it, in one query."""
    row = session.execute(
        select(SecondReview.triggers, Assignment.second_opinion_why)
        .join(
            Assignment,
            (Assignment.application_id == SecondReview.application_id)
            & (Assignment.round == SecondReview.round)
            & (Assignment.place == Place.FIRST)
            & (Assignment.state == AssignmentState.LOCKED),
        )
        .where(SecondReview.application_id == application.id, SecondReview.round == application.round)
    ).one_or_none()
    return (tuple(TRIGGER_WORDS[Trigger(name)] for name in row[0]), row[1]) if row else ((), "")
