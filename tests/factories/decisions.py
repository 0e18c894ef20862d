"""Applications from locked scores to the result, moved by the product's own actions."""

from collections.abc import Mapping
from datetime import date

from portal.accounts.models import Person
from portal.applications import queries as applications
from portal.applications.models import Application
from portal.audit.work import Work
from portal.councils.models import Council
from portal.decisions import actions, queries, releasing
from tests.factories import reviews as make
from tests.factories.applications import acting

AWKWARD_WHY = 'The second link says otherwise, "clearly"\n=cmd ŵ 🙂 שלום <b>.'


def scored(
    work: Work, council: Council, reviewer: Person, lead: Person, scores: Mapping[str, int | None] | None = None
) -> Application:
    """An application in moderation: the reviewer has given each criterion 2 unless told, and locked the scores.

    Where that makes a second review needed, the second reviewer agrees.
    """
    application = make.application_ready_to_assign(work, council)
    make.assign(work, application, reviewer, lead)
    make.accept(work, application, reviewer)
    make.score_all(work, application, reviewer, scores)
    make.lock(work, application, reviewer)
    make.agree(work, application, lead)
    return applications.locked(work.session, application.id)


def moderate(
    work: Work,
    application: Application,
    lead: Person,
    criterion: str,
    score: int | None,
    why: str = "",
    version: int = 0,
) -> None:
    """Let the lead reviewer save one final score over the version that they saw."""
    command = actions.Moderate(application.reference, criterion, score, make.AWKWARD_REASON, why, version)
    actions.moderate(acting(work, lead), command)


def moderated(
    work: Work, application: Application, lead: Person, changed: Mapping[str, int | None] | None = None
) -> Application:
    """Let the lead reviewer change these scores and take over all others."""
    for criterion, score in (changed or {}).items():
        moderate(work, application, lead, criterion, score, AWKWARD_WHY)
    actions.accept_rest(acting(work, lead), actions.AcceptRest(application.reference))
    return applications.locked(work.session, application.id)


def outcome_of(work: Work, application: Application, lead: Person) -> str:
    """What the moderation page of this lead reviewer says that the scores come to."""
    page = queries.moderation_page(work.session, acting(work, lead).actor, application.reference)
    return page.result.outcome


def decided(work: Work, application: Application, lead: Person, not_before: date | None = None) -> Application:
    """Let the lead reviewer make the decision that the page shows."""
    command = actions.Decide(application.reference, outcome_of(work, application, lead), not_before)
    actions.decide(acting(work, lead), command)
    return applications.locked(work.session, application.id)


def released(work: Work, application: Application, lead: Person, why: str = "The council meets today.") -> Application:
    """Let the lead reviewer send the result out now."""
    releasing.release(acting(work, lead), releasing.Release(application.reference, why))
    return applications.locked(work.session, application.id)
