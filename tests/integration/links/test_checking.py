"""Whether a link opens: soon after it was added, again after a week, and never without end."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.applications.models import EvidenceItem, LinkVerdict
from portal.evidence.actions import AddLink, add_link
from portal.links import verdicts
from portal.links.models import LinkCheck
from portal.notifications.worker import Worker
from portal.storage.engine import Database
from tests.factories.applications import AWKWARD_NOTE
from tests.factories.websites import Page, Web, redirect
from tests.integration.applications.conftest import Case

HOST = "www.llanfair.gov.uk"


def give(case: Case, address: str, criterion: str = "INF-1") -> None:
    with case.work_of(case.contributor) as work:
        add_link(work, AddLink(case.slug, criterion, address, AWKWARD_NOTE))


def found(case: Case) -> list[tuple[LinkVerdict | None, str]]:
    with case.database.reading() as session:
        rows = session.execute(
            select(EvidenceItem.verdict, EvidenceItem.verdict_note).order_by(EvidenceItem.criterion, EvidenceItem.id)
        )
        return [(row.verdict, row.verdict_note) for row in rows]


@pytest.mark.parametrize(
    ("page", "verdict", "why", "says"),
    [
        (Page(b"Welcome"), LinkVerdict.OPENS, "", "The page opened when we tried on 18 November 2026 at 10:00am."),
        (Page(b"", 404), LinkVerdict.DEAD, "404", "10:00am: it answered 404: not found. Open it yourself."),
        (Page(b"", 403), LinkVerdict.UNREACHABLE, "403", "it answered 403: it did not let us in."),
        (Page(b"", 500), LinkVerdict.UNREACHABLE, "500", "it answered 500: the website has a fault."),
        (Page(b"x" * 200_000), LinkVerdict.OPENS, "too_large", "The page opened when we tried"),
        (redirect("http://169.254.169.254/"), LinkVerdict.REFUSED, "not_public", "it leads to a private network"),
    ],
)
def test_link_says_whether_it_opens_once_the_worker_has_tried(
    case: Case, web: Web, worker: Worker, page: Page, verdict: LinkVerdict, why: str, says: str
) -> None:
    web.pages[f"{HOST}/page"] = page
    officer = case.visitor(case.contributor)
    officer.visit(f"{case.here}/INF-1/evidence")
    shown = officer.post(f"{case.here}/INF-1/evidence/link", link=f"http://{HOST}/page", link_note=AWKWARD_NOTE)
    assert "We are checking whether the page opens." in shown.text
    assert web.asked == []
    worker.run_errands()
    assert found(case) == [(verdict, why)]
    for where in ("/INF-1/evidence", "/INF-1"):
        assert says in officer.visit(f"{case.here}{where}").text


def test_unknown_host_is_a_dead_link_and_a_warning_before_sending_but_no_block(case: Case, worker: Worker) -> None:
    give(case, "https://nowhere.example.gov.uk/page")
    worker.run_errands()
    assert found(case) == [(LinkVerdict.DEAD, "unknown_host")]
    page = case.visitor(case.owner).visit(f"{case.here}/check")
    assert "Links that did not open" in page.text
    assert "there is no website of that name" in page.text
    assert "This does not keep you from sending or signing." in page.text


def test_check_answers_says_nothing_of_links_that_open(case: Case, web: Web, worker: Worker) -> None:
    web.pages[f"{HOST}/page"] = Page(b"Welcome")
    give(case, f"http://{HOST}/page")
    worker.run_errands()
    assert "Links that did not open" not in case.visitor(case.owner).visit(f"{case.here}/check").text


def test_page_that_stands_for_several_criteria_is_opened_once(case: Case, web: Web, worker: Worker) -> None:
    web.pages[f"{HOST}/page"] = Page(b"Welcome")
    for criterion in ("INF-1", "INF-2", "INF-3"):
        give(case, f"http://{HOST}/page", criterion)
    worker.run_errands()
    assert (found(case), len(web.asked)) == ([(LinkVerdict.OPENS, "")] * 3, 1)


def test_link_is_opened_again_after_a_week_while_it_is_being_written(case: Case, web: Web, worker: Worker) -> None:
    web.pages[f"{HOST}/page"] = Page(b"Welcome")
    give(case, f"http://{HOST}/page")
    worker.run_errands()
    web.pages[f"{HOST}/page"] = Page(b"", 404)
    case.clock.at += timedelta(days=7, minutes=-1)
    worker.run_errands()
    assert (found(case), len(web.asked)) == ([(LinkVerdict.OPENS, "")], 1)
    case.clock.at += timedelta(minutes=1)
    worker.run_errands()
    assert (found(case), len(web.asked)) == ([(LinkVerdict.DEAD, "404")], 2)


def test_website_without_an_answer_is_tried_three_times_in_a_day_and_then_left_for_a_week(
    case: Case, web: Web, worker: Worker
) -> None:
    web.pages[f"{HOST}/page"] = Page(b"", 503)
    give(case, f"http://{HOST}/page")
    for _ in range(24 * 12):
        worker.run_errands()
        case.clock.at += timedelta(minutes=5)
    assert len(web.asked) == 3


def test_removed_link_is_not_opened(case: Case, web: Web, worker: Worker) -> None:
    give(case, f"http://{HOST}/page")
    with case.work() as work:
        work.session.scalars(select(EvidenceItem)).one().removed_at = case.clock.now()
    worker.run_errands()
    assert (found(case), web.asked) == ([(None, "")], [])


def test_one_application_has_so_many_links_opened_a_day_and_no_more(
    case: Case, web: Web, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdicts, "MOST_CHECKS_A_DAY", 2)
    for number in range(3):
        give(case, f"http://{HOST}/{number}", f"INF-{number + 1}")
    worker.run_errands()
    assert web.asked == []  # the name is unknown: there is nothing to connect to
    with case.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LinkCheck)) == 2
    case.clock.at += timedelta(days=1)
    worker.run_errands()
    with case.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LinkCheck)) == 3


def test_no_transaction_is_open_while_a_page_is_fetched(case: Case, web: Web, worker: Worker) -> None:
    database: Database = case.database
    written: list[str] = []

    def meanwhile(_handler: object) -> None:
        # Somebody saves while the website is thinking: on SQLite this would wait for a writing transaction and fail.
        with database.writing() as session:
            session.scalars(select(EvidenceItem)).one().note = "Saved meanwhile"
        written.append("saved")

    web.pages[f"{HOST}/page"] = meanwhile
    give(case, f"http://{HOST}/page")
    worker.run_errands()
    assert written == ["saved"]
    with database.reading() as session:
        assert session.scalars(select(EvidenceItem.note)).one() == "Saved meanwhile"


def test_demonstration_opens_nothing_and_says_so(case: Case, app: Flask) -> None:
    give(case, f"http://{HOST}/page")
    app.jinja_env.globals["link_checks"] = False
    page = case.visitor(case.contributor).visit(f"{case.here}/INF-1/evidence")
    assert "Links are not opened in this demonstration." in page.text
