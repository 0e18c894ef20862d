"""From the wish of a council to the day on which its award is public."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.accounts import queries as accounts
from portal.announcements import actions
from portal.announcements.actions import Plan
from portal.announcements.rules import Wish
from portal.awards.models import Award
from portal.kernel.errors import IllegalMove, NotFound, NotPermitted
from portal.kernel.permissions import Role
from portal.notifications.models import OutboxEmail
from tests.factories.people import make_member
from tests.integration.decisions.conftest import SLUG, Moderation
from tests.integration.visiting import Visitor

HERE = f"/council/{SLUG}/application/announcement"


def wish(case: Moderation, wish: Wish, wanted_on: date | None = None) -> None:
    with case.work_of(case.owner_id) as work:
        actions.plan(work, Plan(SLUG, wish, wanted_on))


def today(case: Moderation) -> date:
    return case.clock.at.date()


def sweep(case: Moderation) -> None:
    with case.services.database.reading() as session:
        steps = list(actions.publications_due(session, case.clock.at))
    for step in steps:
        with case.work() as work:
            step(work)


def awarded(case: Moderation) -> list[date]:
    """The first days of the awards that there are."""
    with case.services.database.reading() as session:
        return list(session.scalars(select(Award.starts_on)))


def links_home(case: Moderation) -> int:
    """How often the council's home leads to the announcement."""
    return [target for _said, target in case.visitor(case.owner_id).visit(f"/council/{SLUG}/").links].count(HERE)


def award(case: Moderation) -> None:
    case.moderate({"INF-3": 2})
    case.decide()


def test_award_without_a_wish_is_public_with_the_result(case: Moderation) -> None:
    award(case)
    assert awarded(case) == [today(case)]


def test_award_waits_for_the_day_that_the_council_has_chosen_and_nobody_sees_it_before(case: Moderation) -> None:
    day = today(case) + timedelta(days=9)
    wish(case, Wish.ON_A_DAY, day)
    award(case)
    assert awarded(case) == []
    resident = Visitor(case.app)
    assert "holds the Mark" not in resident.visit(f"/register/{SLUG}").text
    officer = case.visitor(case.owner_id)
    assert "It becomes public on 27 November 2026." in officer.visit(HERE).text
    assert "Not for release before 27 November 2026" in officer.page.text

    case.pass_time(days=8)
    sweep(case)
    assert awarded(case) == []
    case.pass_time(days=1)
    sweep(case)
    sweep(case)
    assert awarded(case) == [day]
    assert "For immediate release" in case.visitor(case.owner_id).visit(HERE).text
    assert "holds the Mark" in resident.visit(f"/register/{SLUG}").text


def test_award_that_waits_for_the_councils_choice_becomes_public_when_it_is_made(case: Moderation) -> None:
    wish(case, Wish.ASK_FIRST)
    award(case)
    assert awarded(case) == []
    officer = case.visitor(case.owner_id)
    officer.visit(HERE)
    officer.post(HERE, wish="at_once")
    assert "Your choice is saved." in officer.page.text
    assert awarded(case) == [today(case)]


def test_award_that_nobody_chooses_a_day_for_becomes_public_after_thirty_days(case: Moderation) -> None:
    wish(case, Wish.ASK_FIRST)
    award(case)
    latest = today(case) + timedelta(days=30)
    case.pass_time(days=30)
    sweep(case)
    assert awarded(case) == [latest]


def test_email_about_the_award_says_on_which_day_it_becomes_public(case: Moderation) -> None:
    wish(case, Wish.ON_A_DAY, today(case) + timedelta(days=9))
    award(case)
    with case.services.database.reading() as session:
        letters = list(session.scalars(select(OutboxEmail.letter).where(OutboxEmail.code == "E23")))
        certificates = session.scalar(select(func.count()).where(OutboxEmail.code == "E25"))
    assert letters != []
    assert all('"2026-11-27"' in str(letter).replace("'", '"') for letter in letters)
    assert certificates == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (None, "The council has not asked for a day: an award becomes public with the result."),
        (Wish.AT_ONCE, "The council asks that an award becomes public at once, with the result."),
        (Wish.ON_A_DAY, "The council asks that an award becomes public on 27 November 2026."),
        (Wish.ASK_FIRST, "The council asks to choose the day when it has seen the result."),
    ],
)
def test_lead_reviewer_sees_on_the_moderation_page_when_an_award_becomes_public(
    case: Moderation, asked: Wish | None, said: str
) -> None:
    if asked:
        wish(case, asked, today(case) + timedelta(days=9) if asked is Wish.ON_A_DAY else None)
    assert said in case.visitor().visit(f"/reviews/{case.reference}/moderation").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"wish": ""}, "Choose when an award is to become public."),
        ({"wish": "on_a_day", "wanted_on": ["", "", ""]}, "Give a day, such as 27 3 2027."),
        ({"wish": "on_a_day", "wanted_on": ["31", "2", "2027"]}, "Type the day, the month and the year as numbers"),
        ({"wish": "on_a_day", "wanted_on": ["17", "11", "2026"]}, "This day has passed. Choose today or a later one."),
        ({"wish": "whenever"}, "Not a valid choice"),
    ],
)
def test_wish_that_cannot_be_met_is_explained(case: Moderation, typed: dict[str, object], said: str) -> None:
    officer = case.visitor(case.owner_id)
    officer.visit(HERE)
    officer.post(HERE, 422, **typed)
    assert said in officer.page.text


def test_day_before_an_election_is_warned_of_and_not_refused(case: Moderation) -> None:
    wish(case, Wish.ON_A_DAY, date(2027, 4, 20))
    assert "lies in the days before the local elections on 6 May 2027" in case.visitor(case.owner_id).visit(HERE).text


def test_wish_is_the_owners_and_the_approvers_to_make(case: Moderation) -> None:
    with case.work() as work:
        council_id = accounts.actor(work.session, case.owner_id, "", case.clock.at, second_step=False)
        (own,) = council_id.council_roles
        contributor = make_member(work, own, Role.CONTRIBUTOR).id
    with pytest.raises(NotPermitted), case.work_of(contributor) as work:
        actions.plan(work, Plan(SLUG, Wish.AT_ONCE, None))
    assert "An owner or an approver of your council can choose the day." in case.visitor(contributor).visit(HERE).text


def test_wish_comes_too_late_once_the_award_is_public(case: Moderation) -> None:
    award(case)
    with pytest.raises(IllegalMove):
        wish(case, Wish.ASK_FIRST)


def test_council_that_is_not_awarded_has_nothing_to_announce(case: Moderation) -> None:
    case.moderate({f"INF-{number}": 0 for number in range(1, 4)})
    case.decide()
    assert awarded(case) == []
    with pytest.raises(NotFound):
        wish(case, Wish.AT_ONCE)
    assert links_home(case) == 0


def test_home_leads_to_the_announcement_while_there_may_be_one_and_once_there_is(case: Moderation) -> None:
    assert links_home(case) == 1
    award(case)
    assert links_home(case) == 1
