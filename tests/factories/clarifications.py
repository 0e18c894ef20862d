"""Rounds of questions, asked and answered by the product's own actions."""

from portal.accounts.models import Person
from portal.applications.models import Application
from portal.applications.queries import locked
from portal.audit.work import Work
from portal.clarifications import actions
from portal.clarifications.actions import Collect, SaveReply, SendReplies
from tests.factories.applications import Team, acting

QUESTION = 'Since when, and "who"?\n=cmd ŵ 🙂 שלום <b>' + "q" * 90
REPLY = 'Since May, "daily"\n=cmd ŵ 🙂 שלום <b>' + "r" * 90


def ask(work: Work, application: Application, reviewer: Person, *criteria: str) -> Application:
    """Let the reviewer ask about these criteria and send the round."""
    doing = acting(work, reviewer)
    for criterion in criteria or ("INF-1",):
        actions.collect(doing, Collect(application.reference, criterion, QUESTION))
    actions.ask(doing, application.reference)
    return locked(work.session, application.id)


def reply(work: Work, person: Person, team: Team, criterion: str = "INF-1", text: str = REPLY) -> None:
    """Let somebody of the council save a first reply."""
    actions.save_reply(acting(work, person), SaveReply(team.council.slug, criterion, text, 0))


def send_replies(work: Work, team: Team, *, confirmed: bool = False) -> None:
    """Let the owner send every reply."""
    actions.send_replies(acting(work, team.owner), SendReplies(team.council.slug, confirmed))
