from flask import Flask

from portal.audit.work import Work
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import SYSTEM, Role
from tests.factories.awards import AWKWARD_COUNCIL, make_council
from tests.factories.people import AWKWARD_NAME, make_conflict, make_staff
from tests.integration.counting import counted_queries
from tests.integration.visiting import Visitor

COUNCIL = " ".join(AWKWARD_COUNCIL.split())
OWN = "/reviews/my-interests"
LAST_DAY = ["31", "3", "2026"]


def test_lead_declares_a_tie_ends_it_and_declares_the_year(app: Flask, clock: FixedClock) -> None:
    with app.extensions["portal"].database.writing() as session:
        work = Work(session, SYSTEM, clock, {})
        make_council(work, name=AWKWARD_COUNCIL)
        lead = make_staff(work, Role.LEAD, name=AWKWARD_NAME).id
        administrator = make_staff(work, Role.ADMINISTRATOR).id
    visitor = Visitor(app).sign_in(lead)
    assert "Your declaration for 2026 is not here yet." in visitor.visit(OWN).text
    page = visitor.post(OWN, code=422, council="Nowhere", kind="enemy", reason="", last_day=["31", "2", "x"])
    assert page.text.count("Type the day, the month and the year as numbers") == 2
    page = visitor.post(OWN, code=422, council="Nowhere", kind="enemy", reason="")
    for said in ("Choose a council from the list.", "Choose what ties you to the council.", "Describe the tie in a"):
        assert said in page.text
    page = visitor.post(OWN, council=AWKWARD_COUNCIL, kind="employment", reason='I led "press", =cmd 🙂 <b>')
    assert f'{COUNCIL}: Works or worked for it I led "press", =cmd 🙂 <b>' in page.text
    (ending,) = [address for said, address in page.links if said.startswith("This has ended")]
    assert visitor.visit(ending).headings == [f"Your tie to {COUNCIL} has ended"]
    page = visitor.post(ending, last_day=LAST_DAY)
    assert "Until 31 March 2028" in page.text
    page = visitor.post(f"{OWN}/all-declared")
    assert "Your declaration for 2026 is here since" in page.text
    overseer = Visitor(app).sign_in(administrator)
    assert ("Interests", "/administration/interests") in overseer.visit("/administration/").links
    page = overseer.visit("/administration/interests")
    assert "Everybody has declared this year." in page.text
    assert "(until 31 March 2028)" in page.text


def test_overview_asks_as_often_for_many_as_for_one(app: Flask, clock: FixedClock) -> None:
    counts = []
    with app.extensions["portal"].database.writing() as session:
        administrator = make_staff(Work(session, SYSTEM, clock, {}), Role.ADMINISTRATOR).id
    visitor = Visitor(app).sign_in(administrator)
    for more in (1, 3):
        with app.extensions["portal"].database.writing() as session:
            work = Work(session, SYSTEM, clock, {})
            for _each in range(more):
                make_conflict(work, make_staff(work, Role.REVIEWER), make_council(work).id)
        with counted_queries(app) as statements:
            visitor.visit("/administration/interests")
        counts.append(len(statements))
    assert counts[0] == counts[1]
