"""Who has a criterion's page open, told to their colleagues and to nobody else."""

from datetime import timedelta

from sqlalchemy import func, select

from portal.accounts.models import Person
from portal.answering.models import Viewing
from tests.factories.applications import make_team
from tests.integration.applications.conftest import Case
from tests.integration.counting import counted_queries
from tests.integration.visiting import Page, Visitor

OPEN, TYPING = "Owen Owner has this page open.", "Owen Owner has this page open and is typing."


def beat(visitor: Visitor, case: Case, typing: str = "no", version: str = "0", criterion: str = "INF-1") -> Page:
    """What the script is told that says somebody is still there."""
    answer = visitor.client.post(
        f"{case.here}/{criterion}/here",
        data={"csrf_token": visitor.token(), "typing": typing, "version": version},
    )
    assert answer.status_code == 200
    return Page(answer.text)


def test_colleague_who_has_the_page_open_is_named_for_a_minute(case: Case) -> None:
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    ann.visit(f"{case.here}/INF-1")
    seen = []
    for seconds in (0, 59, 1):
        case.clock.at += timedelta(seconds=seconds)
        seen.append(OPEN in ben.visit(f"{case.here}/INF-1").text)
    assert seen == [True, True, False]


def test_somebody_who_has_saved_and_gone_on_is_there_no_longer(case: Case) -> None:
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    ann.visit(f"{case.here}/INF-1")
    assert OPEN in ben.visit(f"{case.here}/INF-1").text
    ann.post(f"{case.here}/INF-1", statement="Done", version="0")
    assert "has this page open" not in ben.visit(f"{case.here}/INF-1").text


def test_nobody_is_told_of_themselves_or_of_another_criterion(case: Case) -> None:
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    assert "has this page open" not in ann.visit(f"{case.here}/INF-1").text
    assert "has this page open" not in ben.visit(f"{case.here}/INF-2").text


def test_script_says_that_somebody_types_and_hears_who_is_there(case: Case) -> None:
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    ann.visit(f"{case.here}/INF-1")
    ben.visit(f"{case.here}/INF-1")
    beat(ann, case, "yes")
    assert beat(ben, case).text == TYPING
    beat(ann, case, "no")
    assert beat(ben, case).text == OPEN
    with case.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Viewing)) == 2


def test_newer_version_is_announced_with_what_changed(case: Case) -> None:
    here = f"{case.here}/INF-1"
    ann, ben = case.visitor(case.owner), case.visitor(case.contributor)
    ann.visit(here)
    ann.post(here, self_score="1", statement="We answer <b> within a day", version="0")
    ben.visit(here)
    assert "saved a newer version" not in beat(ben, case, version="1").text
    ann.post(here, self_score="2", statement="We answer <b> within an hour", version="1")
    case.clock.at += timedelta(minutes=2)
    told = beat(ben, case, version="1")
    assert told.text == (
        "Owen Owner saved a newer version on 18 November 2026 at 10:00am. Show what changed (opens in a new tab)"
    )
    assert "You saved a newer version yourself" in beat(ann, case, version="1").text
    page = ben.visit(told.links[0][1])
    assert page.headings == ["What changed in INF-1"]
    assert "We answer <b> within [taken out:] a day [end][new:] an hour [end]" in page.text


def test_changes_since_a_version_that_there_never_was_are_not_found(case: Case) -> None:
    ben = case.visitor(case.contributor)
    ben.visit(f"{case.here}/INF-1/changes", 404)
    ben.visit(f"{case.here}/INF-1")
    ben.post(f"{case.here}/INF-1", statement="First", version="0")
    ben.visit(f"{case.here}/INF-1/changes")
    for since in ("2", "-1", "99999999999999999999"):
        ben.visit(f"{case.here}/INF-1/changes?since={since}", 404)
    beat(ben, case, version="99999999999999999999")


def test_who_is_there_is_told_to_nobody_outside_the_council(case: Case) -> None:
    case.visitor(case.owner).visit(f"{case.here}/INF-1")
    with case.work() as work:
        stranger = make_team(work).owner.id
    other = case.visitor(stranger)
    other.visit("/account/")
    for address in (f"{case.here}/INF-1/here", f"{case.here}/XXX-9/here"):
        assert other.client.post(address, data={"csrf_token": other.token()}).status_code == 404
    with case.database.reading() as session:
        assert list(session.scalars(select(Viewing.person_id))) == [case.owner]


def test_page_asks_as_much_of_the_database_however_many_are_there(case: Case) -> None:
    ben = case.visitor(case.contributor)
    ben.visit(f"{case.here}/INF-1")
    with counted_queries(case.app) as alone:
        ben.visit(f"{case.here}/INF-1")
    with case.work() as work:
        for person_id in work.session.scalars(select(Person.id).where(Person.id != case.contributor)).all():
            at = {"seen_at": case.clock.now(), "typing": True}
            work.session.add(Viewing(application_id=case.application_id, criterion="INF-1", person_id=person_id, **at))
    with counted_queries(case.app) as together:
        page = ben.visit(f"{case.here}/INF-1")
    assert page.text.count("has this page open and is typing") == 2
    assert len(alone) == len(together)
