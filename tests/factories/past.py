"""Past applications, as rows: what an exercise and an example need of one, and nothing of how it came about."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from uuid import uuid4

from portal.accounts.models import Person
from portal.applications.models import Answer, Application, EvidenceItem, EvidenceKind
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.queries import published_edition
from portal.criteria.terms import Outcome
from portal.decisions.models import Decision, FinalScore
from tests.factories.people import make_person

_numbers = count(1)
SAYS = 'We answer within a day, "always"\n=cmd ŵ 🙂 שלום <b>.'


def past_application(
    work: Work, council: Council, final: Mapping[str, int | None] | None = None, *, says: str = SAYS
) -> Application:
    """An application whose result is out: every criterion answered, with a link, and decided with 2 unless told.

    What was decided not to apply, the council had claimed.
    """
    now = work.clock.now()
    owner: Person = make_person(work)
    edition_id, edition = published_edition(work.session)
    application = Application(
        id=uuid4(),
        reference=f"PAST-{next(_numbers)}",
        council_id=council.id,
        edition_id=edition_id,
        state=ApplicationState.FEEDBACK_RELEASED,
        state_since=now,
        started_at=now - timedelta(days=60),
        submitted_at=now - timedelta(days=50),
    )
    work.session.add(application)
    work.session.flush()
    for criterion in edition.criteria:
        score = (final or {}).get(criterion.id, 2)
        key = {"application_id": application.id, "criterion": criterion.id}
        saved = {"saved_by_id": owner.id, "saved_at": now}
        work.session.add(Answer(**key, self_score=score, not_applicable=score is None, statement=says, **saved))
        work.session.add(FinalScore(**key, score=score, reason="The evidence shows it.", **saved))
        work.session.add(
            EvidenceItem(
                **key,
                kind=EvidenceKind.LINK,
                address="https://www.example.gov.uk/evidence",
                note="",
                added_by_id=owner.id,
                added_at=now,
            )
        )
    work.session.add(
        Decision(
            application_id=application.id,
            decided_by_id=owner.id,
            decided_at=now,
            outcome=Outcome.AWARDED,
            record=b"{}",
            record_sha256="0" * 64,
            release_from=now,
            released_at=now,
        )
    )
    work.session.flush()
    return application
