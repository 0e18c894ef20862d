"""What becomes of official websites, and of those that wait, when an award is renewed or ends."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.applications.actions import start
from portal.applications.models import Answer, Application, Presence
from portal.applications.states import ApplicationState
from portal.audit.work import Work
from portal.awards import actions as awards
from portal.awards.queries import AwardRecord, award_by_id, official_places
from portal.kernel.permissions import Actor, Role
from portal.notifications.worker import Worker
from portal.places.actions import AddAccount, add_account
from portal.places.states import WebsiteState
from tests.factories import awards as make
from tests.integration.places.conftest import Places

NEWS, LATE = "news.llanfair.gov.uk", "late.llanfair.gov.uk"
ACCOUNT = "https://social.example/@late"


def renewal_of(places: Places) -> Application:
    """The owner starts a renewal from the answers of the award's application, with everything that follows."""
    running = places.app.extensions["portal"]
    owner = Actor(places.owner, "Owen Owner", council_roles={places.council_id: frozenset({Role.OWNER})})
    with running.database.writing() as session:
        said = {"self_score": 2, "not_applicable": False, "statement": "We answer.", "saved_by_id": places.owner}
        award = award_by_id(session, places.award_id)
        session.add(Answer(application_id=award.application_id, criterion="INF-1", saved_at=places.clock.now(), **said))
        session.flush()
        started = start(Work(session, owner, places.clock, running.reactions), places.slug)
        session.flush()
        session.expunge(started)
    return started


def test_website_accepted_since_the_award_is_in_the_renewal_and_so_is_what_was_added_after_it_began(
    places: Places,
) -> None:
    places.decided(places.asks_for(NEWS), "accept", "We asked the switchboard.")
    places.clock.at += timedelta(minutes=1)
    renewal = renewal_of(places)
    places.decided(places.asks_for(LATE), "accept", "We asked the switchboard.")
    with places.work() as work:
        presence = work.session.scalars(select(Presence).where(Presence.application_id == renewal.id)).one()
        assert presence.domains.splitlines() == ["llanfair.gov.uk", "old.llanfair.gov.uk", NEWS]
        assert len(presence.accounts.splitlines()) == 2
        # The council says otherwise of one of them.
        presence.domains = f"llanfair.gov.uk\n{NEWS}"
        owner = Actor(places.owner, "Owen Owner", council_roles={places.council_id: frozenset({Role.OWNER})})
        add_account(Work(work.session, owner, work.clock, {}), AddAccount(places.slug, ACCOUNT))
        given = update(Application).where(Application.id == renewal.id)
        work.session.execute(given.values(state=ApplicationState.FEEDBACK_RELEASED, submitted_at=work.clock.now()))
    places.clock.at = datetime(2028, 9, 1, 9, tzinfo=UTC)
    with places.work() as work:
        made = awards.grant(work, awards.Grant(renewal.id, commendation=False))
        official = official_places(work.session, [made.id])[made.id]
    assert official.domains == ("llanfair.gov.uk", NEWS, LATE)
    assert official.accounts[2:] == (ACCOUNT,)


def expires(places: Places, _work: Work, award: AwardRecord) -> None:
    places.clock.at = datetime.combine(award.valid_until + timedelta(days=1), datetime.min.time(), UTC)


def is_withdrawn(_places: Places, work: Work, award: AwardRecord) -> None:
    make.withdraw(work, award)


def is_suspended(_places: Places, work: Work, award: AwardRecord) -> None:
    make.suspend(work, award)


@pytest.mark.parametrize(
    ("happens", "state", "reason"),
    [
        (expires, WebsiteState.CLOSED, "The award ended before this was decided (Expired)."),
        (is_withdrawn, WebsiteState.CLOSED, "The award ended before this was decided (Withdrawn)."),
        (is_suspended, WebsiteState.PROPOSED, ""),
    ],
)
def test_website_that_waits_is_closed_with_a_reason_when_its_award_ends(
    places: Places, worker: Worker, happens: object, state: WebsiteState, reason: str
) -> None:
    website = places.asks_for(NEWS)
    assert callable(happens)
    with places.work() as work:
        happens(places, work, award_by_id(work.session, places.award_id))
    worker.sweep()
    found = places.proposed()
    assert (found.state, found.refused_because.partition(" You can")[0]) == (state, reason)
    waits = NEWS in places.visitor(places.administrator).visit("/administration/places").text
    assert waits is (state is WebsiteState.PROPOSED)
    shown = places.visitor(places.owner).visit(f"{places.here}/websites/{website.id}").text
    assert (reason in shown, "Waiting for our check" in shown) == (True, waits)
