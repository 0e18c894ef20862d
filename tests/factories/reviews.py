"""Applications on their way through a review, moved by the product's own actions."""

from collections.abc import Iterable, Mapping
from itertools import count
from uuid import uuid4

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.applications.models import Answer, AnswerRevision, Application, EvidenceItem, EvidenceKind, Presence
from portal.applications.states import ApplicationState
from portal.assignments import actions as assignments
from portal.assignments.models import Assignment
from portal.assignments.states import Interest
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.queries import published_edition
from portal.reviews import actions as reviews
from portal.reviews.rules import Judgement
from tests.factories.awards import the_edition
from tests.factories.people import make_person

_numbers = count(1)
AWKWARD_STATEMENT = 'We answer, "always"\n=cmd|x ŵ 🙂 שלום <script>alert(1)</script> ' + "w" * 90
AWKWARD_REASON = 'The replies are prompt, "kind"\nand =cmd ŵ 🙂 שלום <b>clear</b>.'


def acting(work: Work, person: Person) -> Work:
    """The same transaction, carried on by this person with the second step taken."""
    carried_on = work.as_system()
    carried_on.actor = accounts.actor(work.session, person.id, person.name, work.clock.now(), second_step=True)
    return carried_on


def application_ready_to_assign(
    work: Work,
    council: Council,
    *,
    self_scores: Mapping[str, int] | None = None,
    not_applicable: Iterable[str] = (),
    without_evidence: Iterable[str] = (),
) -> Application:
    """A complete application: every self-score 2 unless given, and a link as evidence for each criterion."""
    the_edition(work)
    session, now = work.session, work.clock.now()
    edition_id, edition = published_edition(session)
    writer = make_person(work)
    application = Application(
        id=uuid4(),
        reference=f"APP-R{next(_numbers):04}",
        council_id=council.id,
        edition_id=edition_id,
        state=ApplicationState.READY_TO_ASSIGN,
        state_since=now,
        started_at=now,
        submitted_at=now,
    )
    session.add(application)
    session.flush()
    given, left_out, bare = self_scores or {}, set(not_applicable), set(without_evidence)
    saved = {"saved_by_id": writer.id, "saved_at": now}
    for criterion in edition.criteria:
        said = {
            "self_score": None if criterion.id in left_out else given.get(criterion.id, 2),
            "not_applicable": criterion.id in left_out,
            "statement": f"{criterion.id}: {AWKWARD_STATEMENT}",
        }
        answer = Answer(id=uuid4(), application_id=application.id, criterion=criterion.id, **said, **saved)
        session.add(answer)
        session.flush()
        session.add(AnswerRevision(answer_id=answer.id, number=answer.version, **said, **saved))
        if criterion.id not in bare:
            session.add(
                EvidenceItem(
                    application_id=application.id,
                    criterion=criterion.id,
                    kind=EvidenceKind.LINK,
                    note="See page 2, =cmd 🙂",
                    address="https://example.gov.uk/evidence?a=1&b=2",
                    added_by_id=writer.id,
                    added_at=now,
                )
            )
    session.add(
        Presence(
            application_id=application.id,
            domains="example.gov.uk",
            accounts="https://social.example/@council",
            promise_address="https://example.gov.uk/promise",
            summary="We answer.",
            **saved,
        )
    )
    session.flush()
    return application


def assign(work: Work, application: Application, reviewer: Person, lead: Person) -> Assignment:
    """Let the lead reviewer ask the reviewer."""
    command = assignments.ProposeReviewer(application.reference, reviewer.id, "Knows districts, =well 🙂")
    return assignments.propose_reviewer(acting(work, lead), command)


def accept(work: Work, application: Application, reviewer: Person) -> Assignment:
    """Let the reviewer declare no interest and accept."""
    command = assignments.AnswerInvitation(application.reference, Interest.NONE, "")
    return assignments.answer_invitation(acting(work, reviewer), command)


def decline(
    work: Work, application: Application, reviewer: Person, interest: Interest | None, text: str = "I am on leave."
) -> Assignment:
    """Let the reviewer decline, because of this interest or of none."""
    command = assignments.AnswerInvitation(application.reference, interest, text)
    return assignments.answer_invitation(acting(work, reviewer), command)


def judgement(score: int | None = 2, reason: str = AWKWARD_REASON) -> Judgement:
    """A judgement that can be saved on any criterion with evidence; None agrees that it does not apply."""
    return Judgement(score, score is None, reason, "Answer within a day.", "Nine of ten replies were good.")


def score(
    work: Work, application: Application, reviewer: Person, criterion: str, given: Judgement, version: int = 0
) -> None:
    """Let the reviewer save one score, over the version that they saw."""
    reviews.save_score(acting(work, reviewer), reviews.SaveScore(application.reference, criterion, given, version))


def score_all(
    work: Work, application: Application, reviewer: Person, scores: Mapping[str, int | None] | None = None
) -> None:
    """Let the reviewer score every criterion: 2 unless given."""
    _edition_id, edition = published_edition(work.session)
    for criterion in edition.criteria:
        given = (scores or {}).get(criterion.id, 2)
        score(work, application, reviewer, criterion.id, judgement(given))


def lock(work: Work, application: Application, reviewer: Person) -> None:
    """Let the reviewer lock the scores."""
    reviews.lock_scores(acting(work, reviewer), reviews.LockScores(application.reference))
