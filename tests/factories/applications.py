"""Councils with a team, and their applications, started and filled in by the product's own actions."""

from dataclasses import dataclass

from portal.accounts import queries as accounts
from portal.accounts.models import Person
from portal.applications import actions as applications
from portal.applications import queries
from portal.applications.actions import SaveAnswer, SavePresence
from portal.applications.models import Application
from portal.applications.rules import EVIDENCE_FROM, Answered, PresenceTyped
from portal.audit.work import Work
from portal.councils.models import Council
from portal.criteria.queries import edition_of
from portal.evidence import actions as evidence
from portal.evidence.actions import AddLink
from portal.kernel.permissions import Role
from tests.factories.awards import make_council, the_edition
from tests.factories.people import AWKWARD_NAME, make_member

AWKWARD_STATEMENT = 'We answer, "always"\n=cmd|x ŵ 🙂 שלום <script>alert(1)</script> ' + "w" * 90
AWKWARD_NOTE = '=cmd, "page 2" ŵ 🙂 שלום <b>'
PRESENCE = PresenceTyped(
    domains="example.gov.uk\nnews.example.gov.uk",
    accounts="https://social.example/@council\nhttps://video.example/c/council?a=1&b=2",
    promise_address="https://example.gov.uk/social-media-promise",
    summary=AWKWARD_STATEMENT,
)


@dataclass(frozen=True)
class Team:
    """A council and one person in each of its roles."""

    council: Council
    owner: Person
    contributor: Person
    approver: Person


def acting(work: Work, person: Person) -> Work:
    """The same transaction, carried on by this person with the second step taken."""
    carried_on = work.as_system()
    carried_on.actor = accounts.actor(work.session, person.id, person.name, work.clock.now(), second_step=True)
    return carried_on


def make_team(work: Work, council: Council | None = None) -> Team:
    """The council, or a new one, with an owner, a contributor and an approver."""
    own = council or make_council(work)
    return Team(
        own,
        make_member(work, own.id, Role.OWNER, name="Owen Owner"),
        make_member(work, own.id, Role.CONTRIBUTOR, name=AWKWARD_NAME),
        make_member(work, own.id, Role.APPROVER, name="Ann Approver"),
    )


def start_application(work: Work, team: Team) -> Application:
    """An application on the edition that comes with the portal, just started by the team's owner."""
    the_edition(work)
    return applications.start(acting(work, team.owner), team.council.slug)


def fill_all(work: Work, team: Team, *, score: int = 2) -> Application:
    """Everything answered by the contributor: one score for every criterion, with a link where it needs one."""
    doing, slug = acting(work, team.contributor), team.council.slug
    application = queries.application_for(work.session, doing.actor, slug)
    for criterion in edition_of(work.session, application.edition_id).criteria:
        answered = Answered(score, statement=f"{criterion.id}: {AWKWARD_STATEMENT}")
        applications.save_answer(doing, SaveAnswer(slug, criterion.id, 0, answered))
        if score >= EVIDENCE_FROM:
            link = AddLink(slug, criterion.id, "https://example.gov.uk/evidence?a=1&b=2", AWKWARD_NOTE)
            evidence.add_link(doing, link)
    applications.save_presence(doing, SavePresence(slug, 0, PRESENCE))
    return queries.locked(work.session, application.id)
