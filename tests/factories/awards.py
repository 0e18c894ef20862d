"""Awards, granted and changed by the product's own actions."""

from hashlib import sha256
from itertools import count
from uuid import uuid4

from sqlalchemy import select

from portal.accounts.models import Person
from portal.applications.models import Application, Presence
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.awards import actions
from portal.awards.queries import AwardRecord, award_by_id
from portal.awards.states import ReasonType
from portal.councils.kinds import Kind, Nation
from portal.councils.models import Council, CouncilDomain
from portal.criteria.canonical import canonical
from portal.criteria.loading import EDITIONS, load_edition
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.kernel.permissions import Actor, Role

_numbers = count(1)
# Everything that breaks pages, tables and pictures, in one council.
AWKWARD_COUNCIL = '=cmd "Llanfair-ŵyn", 🙂 <b>&amp; שלום\n' + "x" * 90
AWKWARD_SUMMARY = 'We answer within a day, "always"\n=cmd|x ŵ 🙂 שלום <script>alert(1)</script>'


def make_council(work: Work, name: str = "", slug: str = "", *, host: str = "", **more: object) -> Council:
    """A district council in England unless ``more`` says otherwise; with a registered domain where a host is given."""
    number = next(_numbers)
    facts: dict[str, object] = {"kind": Kind.DISTRICT, "nation": Nation.ENGLAND, "region": "East of England", **more}
    council = Council(id=uuid4(), slug=slug or f"council-{number}", name=name or f"Council {number}", **facts)
    work.session.add(council)
    work.session.flush()
    if host:
        work.session.add(CouncilDomain(council_id=council.id, host=host))
        work.session.flush()
    return council


def make_award(
    work: Work,
    council: Council,
    *,
    commendation: bool = False,
    domains: str = "example.gov.uk\nwww.news.example.gov.uk",
    accounts: str = "https://social.example/@council\nhttps://video.example/c/council?a=1&b=2",
    summary: str = AWKWARD_SUMMARY,
    promise_address: str = "https://example.gov.uk/social-media-promise",
) -> AwardRecord:
    """An award of the council, granted today by the portal on an application that has been decided and released."""
    session, now = work.session, work.clock.now()
    person = Person(id=uuid4(), email=f"award{next(_numbers)}@example.org", name="Alex Example", since=now)
    session.add(person)
    edition_id = the_edition(work).id
    session.flush()
    application = Application(
        id=uuid4(),
        reference=f"APP-{next(_numbers):05}",
        council_id=council.id,
        edition_id=edition_id,
        state=ApplicationState.FEEDBACK_RELEASED,
        state_since=now,
        started_at=now,
        submitted_at=now,
    )
    session.add(application)
    session.flush()
    session.add(
        Presence(
            application_id=application.id,
            domains=domains,
            accounts=accounts,
            summary=summary,
            promise_address=promise_address,
            saved_by_id=person.id,
            saved_at=now,
        )
    )
    session.flush()
    award = actions.grant(work.as_system(), actions.Grant(application.id, commendation))
    return award_by_id(session, award.id)


def the_edition(work: Work) -> PublishedEdition:
    """The edition that comes with the portal, published."""
    found = work.session.scalar(select(PublishedEdition).limit(1))
    if found is None:
        edition = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))
        content = canonical(edition)
        found = PublishedEdition(
            id=uuid4(),
            slug=edition.slug,
            version_name=edition.version,
            canonical=content,
            sha256=sha256(content).hexdigest(),
            state=EditionState.PUBLISHED,
            state_since=work.clock.now(),
            published_at=work.clock.now(),
        )
        work.session.add(found)
        work.session.flush()
    return found


def lead(work: Work) -> Work:
    """The same transaction, carried on by a lead reviewer."""
    return _as(work, Actor(uuid4(), "Lee Lead", frozenset({Role.LEAD}), second_step=True))


def administrator(work: Work) -> Work:
    """The same transaction, carried on by an administrator."""
    return _as(work, Actor(uuid4(), "Ada Admin", frozenset({Role.ADMINISTRATOR}), second_step=True))


def owner(work: Work, award: AwardRecord) -> Work:
    """The same transaction, carried on by an owner of the award's council."""
    return _as(work, Actor(uuid4(), "Owen Owner", council_roles={award.council_id: frozenset({Role.OWNER})}))


def suspend(work: Work, award: AwardRecord, public_note: str = "The annual check is late.") -> AwardRecord:
    """Suspend the award today."""
    actions.suspend(work.as_system(), actions.Suspend(award.number, "30 days late", public_note))
    return award_by_id(work.session, award.id)


def restore(work: Work, award: AwardRecord) -> AwardRecord:
    """Restore the suspended award today."""
    actions.restore(work.as_system(), actions.Restore(award.number, "put right"))
    return award_by_id(work.session, award.id)


def withdraw(
    work: Work, award: AwardRecord, reason_type: ReasonType = ReasonType.FALSE_STATEMENT, note: str = "It was not so."
) -> AwardRecord:
    """Suspend the award and withdraw it, today."""
    suspend(work, award)
    actions.withdraw(work.as_system(), actions.Withdraw(award.number, "proven", reason_type, note))
    return award_by_id(work.session, award.id)


def give_up(work: Work, award: AwardRecord) -> AwardRecord:
    """Let the council give the award up today."""
    actions.give_up(work.as_system(), actions.GiveUp(award.number))
    return award_by_id(work.session, award.id)


def end(work: Work, award: AwardRecord) -> AwardRecord:
    """End the award today because its council is replaced."""
    actions.end(administrator(work), actions.End(award.number, "merged"))
    return award_by_id(work.session, award.id)


def _as(work: Work, actor: Actor) -> Work:
    carried_on = work.as_system()
    carried_on.actor = actor
    return carried_on
