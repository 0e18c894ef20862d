"""Applications sent, signed and handed back, by the product's own actions."""

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.queries import latest_application, locked
from portal.audit.work import Work
from portal.declarations import actions
from portal.declarations.actions import HandBack, Recall, Send, Sign
from portal.declarations.models import Declaration
from portal.declarations.queries import open_declaration
from tests.factories.applications import Team, acting, fill_all, start_application

ROLE = 'Monitoring officer, "=cmd" ŵ'


def send(work: Work, team: Team, *, approver: Person | None = None) -> Declaration:
    """Let the team's owner send the complete application to the approver."""
    return actions.send(acting(work, team.owner), Send(team.council.slug, (approver or team.approver).id))


def sign(work: Work, team: Team, *, approver: Person | None = None) -> Application:
    """Let the approver sign what waits."""
    signatory = approver or team.approver
    waiting = open_declaration(work.session, application_of(work, team).id)
    doing = acting(work, signatory)
    actions.sign(doing, Sign(team.council.slug, waiting.id, signatory.name, ROLE, confirmed=True))
    return application_of(work, team)


def hand_back(work: Work, team: Team, comment: str = "The dates are wrong, =cmd 🙂") -> Application:
    """Let the approver hand it back."""
    waiting = open_declaration(work.session, application_of(work, team).id)
    actions.hand_back(acting(work, team.approver), HandBack(team.council.slug, waiting.id, comment))
    return application_of(work, team)


def recall(work: Work, team: Team) -> Application:
    """Let the owner take it back."""
    actions.recall(acting(work, team.owner), Recall(team.council.slug))
    return application_of(work, team)


def sent_application(work: Work, team: Team, *, score: int = 2) -> Application:
    """A complete application that waits for the approver."""
    start_application(work, team)
    fill_all(work, team, score=score)
    send(work, team)
    return application_of(work, team)


def signed_application(work: Work, team: Team, *, score: int = 2) -> Application:
    """A complete application, signed and with the LGA."""
    sent_application(work, team, score=score)
    return sign(work, team)


def application_of(work: Work, team: Team) -> Application:
    """The team's application as it stands."""
    found = latest_application(work.session, team.council.id)
    assert found is not None
    return locked(work.session, found.id)
