"""An administrator has a certificate issued anew because it said something wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.awards.queries import AwardRecord
from portal.certificates import render
from portal.certificates.models import Certificate
from portal.councils.kinds import Nation
from portal.councils.models import Council
from portal.kernel.permissions import Role
from tests.factories import awards as make
from tests.factories.certificates import issue_papers
from tests.factories.people import make_staff
from tests.integration.visiting import Visitor
from tests.integration.working import Working

WHY = 'It was "Ynys", =cmd <b> ŵ 🙂'


@pytest.fixture
def award(working: Working) -> AwardRecord:
    """Of a Welsh council whose Welsh name has been corrected since."""
    with working() as work:
        council = make.make_council(work, "Ynys Council", name_cy="Cyngor Ynys", nation=Nation.WALES)
        award = make.make_award(work, council)
        issue_papers(work, award.id)
        work.session.get_one(Council, council.id).name_cy = "Cyngor Ynys Ŵyn"
        return award


@pytest.fixture
def administrator(app: Flask, working: Working) -> Visitor:
    with working() as work:
        person_id = make_staff(work, Role.ADMINISTRATOR, name="Ada Admin").id
    return Visitor(app).sign_in(person_id)


@pytest.fixture
def kept(app: Flask) -> Callable[[], list[tuple[int, str, str]]]:
    def read() -> list[tuple[int, str, str]]:
        columns = (Certificate.issue, Certificate.language, Certificate.superseded_reason)
        with app.extensions["portal"].database.reading() as session:
            return [(row[0], row[1], row[2]) for row in session.execute(select(*columns).order_by(*columns[:2]))]

    return read


def test_page_shows_what_will_change_and_the_reason_stands_on_the_old_issue(
    administrator: Visitor, award: AwardRecord, kept: Callable[[], list[tuple[int, str, str]]], app: Flask
) -> None:
    address = f"/administration/awards/{award.number}/certificate"
    page = administrator.visit(address)
    assert "Name in the other languageCyngor YnysCyngor Ynys Ŵyn" in page.text
    assert "Name of the council (Welsh certificate)Cyngor YnysCyngor Ynys Ŵyn" in page.text
    answer = administrator.post(address, reason=WHY)
    assert "The certificate has been issued anew." in answer.text
    assert "Nothing but the day of issue and the seal" in answer.text
    assert kept() == [(1, "cy", WHY), (1, "en", WHY), (2, "cy", ""), (2, "en", "")]
    shown = administrator.visit(f"/cy/certificate/{award.number}?issue=1")
    assert f"Dyma gyhoeddiad 1, a ddisodlwyd oherwydd: {WHY}" in shown.text
    with app.extensions["portal"].database.reading() as session:
        trail = session.scalars(select(AuditEvent).where(AuditEvent.event == "award:corrected")).one()
        assert (trail.actor_name, trail.reason) == ("Ada Admin", WHY)


@pytest.mark.parametrize(
    ("reason", "said"),
    [(" ", "Say why the certificate is issued anew."), ("x" * 301, "The reason must be 300 characters or fewer.")],
)
def test_without_a_fit_reason_nothing_is_issued(
    administrator: Visitor, award: AwardRecord, kept: Callable[[], list[tuple[int, str, str]]], reason: str, said: str
) -> None:
    address = f"/administration/awards/{award.number}/certificate"
    assert said in administrator.post(address, reason=reason, code=422).text
    assert kept() == [(1, "cy", ""), (1, "en", "")]


def test_certificate_that_cannot_be_drawn_says_why_and_leaves_everything_as_it_was(
    administrator: Visitor,
    award: AwardRecord,
    kept: Callable[[], list[tuple[int, str, str]]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setitem(render.OWN_FILES, "mark-white.svg", (tmp_path / "gone.svg", "image/svg+xml"))
    page = administrator.post(f"/administration/awards/{award.number}/certificate", reason=WHY, code=422)
    assert "The certificate could not be made, so nothing has been issued and nothing was changed." in page.text
    assert kept() == [(1, "cy", ""), (1, "en", "")]


def test_award_that_is_not_held_keeps_the_certificate_that_it_has(
    administrator: Visitor, award: AwardRecord, working: Working
) -> None:
    with working() as work:
        make.withdraw(work, award)
    page = administrator.visit(f"/administration/awards/{award.number}/certificate")
    assert "This award is not held today (Withdrawn), so its certificate is not issued anew." in page.text
