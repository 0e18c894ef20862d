"""From a “not yet” to an award by an appeal: the council, an administrator, and three people who took no part."""

import pytest

from portal.kernel.permissions import Role
from tests.factories.appeals import make_panel
from tests.factories.people import make_staff
from tests.journeys import cast, facts, running
from tests.journeys.appeal_side import CHAIR, MEMBER, OUTSIDER, admit, advise, at, find, lodge, record, write
from tests.journeys.conftest import Arrival
from tests.journeys.running import Portal
from tests.journeys.test_again import released

HOME = f"/council/{facts.SLUG}/"


# With scripts it is part of the journey of the two reviewers.
@pytest.mark.parametrize("script", [False], ids=["without_script"])
def test_upheld_appeal_ends_in_an_award(portal: Portal, arrive: Arrival, *, script: bool) -> None:
    with portal.work() as work:
        application = released(work, {facts.FIRST.id: 1})
        result = f"{HOME}results/{application.reference}"
        make_panel(work, demonstration=True)
        make_staff(work, Role.PANEL, cast.called(work, running.REVIEWER))
    owner = at(arrive(script=script), cast.OWNER, result)
    write(owner)
    lodge(at(arrive(script=script), cast.APPROVER, f"{HOME}appeal"))
    advise(at(arrive(script=script), running.ADMINISTRATOR, "/administration/"))
    chair = at(arrive(script=script), CHAIR, "/panel/")
    admit(chair)
    owner.visit(f"{HOME}appeal")
    owner.sees(f"{OUTSIDER}, A consumer charity (from outside local government)")
    owner.look()
    for panelist in (
        chair,
        at(arrive(script=script), MEMBER, "/panel/"),
        at(arrive(script=script), OUTSIDER, "/panel/"),
    ):
        find(panelist)
    record(chair)
    owner.visit(f"{HOME}appeal")
    owner.sees("from 1 to 2.")
    owner.look()
    owner.visit(result)
    owner.sees("has been awarded the Mark")
    owner.visit(f"/register/{facts.SLUG}")
    owner.sees(facts.COUNCIL)
    portal.app.extensions["portal-worker"].deliver()
