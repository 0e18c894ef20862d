"""Anybody reports a concern: sorted first, without a cookie, without a name in any trail; limits put aside."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.concerns import handling
from portal.concerns.actions import Came
from portal.concerns.models import ConcernReporter, ConcernSalt, ConcernTally
from portal.concerns.states import Aside, ConcernKind, ConcernState, Elsewhere
from portal.notifications.letter import from_document
from portal.notifications.models import OutboxEmail
from tests.factories import concerns as make
from tests.factories.concerns import AWKWARD_WHERE, awkward_what
from tests.integration.concerns.conftest import HOLDER, OTHER, Scene
from tests.integration.visiting import Visitor

DETAILS = "/report?about=old-badge&council=none"
RECEIVED = re.compile(r"RPT(-[0-9A-Z]{4}){3}")


def send(scene: Scene, address: str = DETAILS, code: int = 200, browser: Visitor | None = None, **fields: str) -> str:
    """Fill the form in by hand and send it; the reference that the page shows."""
    visitor = browser or scene.visitor()
    visitor.visit(address)
    scene.clock.at += timedelta(seconds=30)
    page = visitor.post(address, code, **{"where": AWKWARD_WHERE, "what": awkward_what(), **fields})
    found = RECEIVED.search(page.text)
    return found.group() if found else ""


def test_service_complaint_is_told_where_to_go_and_finds_no_form(scene: Scene) -> None:
    for about in ("service", "one-reply"):
        page = scene.visitor().visit(f"/report?about={about}")
        assert [form for form in page.forms if form.get("method") == "post"] == []
        assert "https://www.lgo.org.uk/make-a-complaint" in [target for _said, target in page.links]


def test_promise_of_a_council_without_the_mark_is_no_concern_and_of_a_holder_asks_which(scene: Scene) -> None:
    visitor = scene.visitor()
    assert visitor.visit(f"/report?about=promise&council={OTHER}").headings == [
        "Other District Council does not hold the Mark"
    ]
    page = visitor.visit(f"/report/{scene.number}?about=promise")
    assert page.headings == ["Which promise does it not keep?"]
    criteria = [target for _said, target in page.links if "criterion=" in target]
    assert len(criteria) == 29  # 28 and “not sure”
    assert visitor.visit(criteria[1]).headings == ["What and where"]


def test_council_is_found_by_a_word_of_its_name_or_the_number_of_its_award(scene: Scene) -> None:
    visitor = scene.visitor()
    for q in ("other district", scene.number.lower()):
        page = visitor.visit(f"/report?about=fake&q={q}")
        chosen = [target for _said, target in page.links if "council=" in target and "council=none" not in target]
        assert chosen == [f"/report?about=fake&council={OTHER if q != scene.number.lower() else HOLDER}"]


def test_report_is_taken_without_any_cookie_and_shows_its_reference(scene: Scene) -> None:
    visitor = scene.visitor()
    reference = send(scene, f"/report/{scene.number}?about=promise&criterion=INF-1", browser=visitor)
    concern = scene.concern(reference)
    assert (concern.state, concern.kind, concern.criterion) == (ConcernState.RECEIVED, ConcernKind.PROMISE, "INF-1")
    assert (concern.number, concern.aside) == (scene.number, None)
    assert concern.where_seen == AWKWARD_WHERE.strip()
    assert visitor.client.get_cookie("mark") is None
    assert visitor.response.headers["Cache-Control"] == "no-store"
    assert scene.letters("E35") == []
    assert ("adam@example.org", "A new concern: %(kind)s") in scene.letters("E35a")


def test_pages_of_the_form_are_the_same_for_everybody(scene: Scene) -> None:
    for address in ("/report", f"/report/{scene.number}", "/report?about=fake", DETAILS):
        answer = scene.visitor().client.get(address)
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers


def test_whoever_is_signed_in_reports_as_nobody(scene: Scene) -> None:
    reference = send(scene, browser=scene.visitor("owner"))
    with scene.services.database.reading() as session:
        rows = session.execute(
            select(AuditEvent.actor_id, AuditEvent.actor_name, AuditEvent.event).where(
                AuditEvent.subject_id == scene.concern(reference).id
            )
        ).all()
    assert [tuple(row) for row in rows] == [(None, "The portal", "concern:received")]


def test_reporter_is_written_to_and_stands_nowhere_else(scene: Scene) -> None:
    reference = send(scene, email="Rita@Example.org")
    assert scene.letters("E35") == [("rita@example.org", "We have your report %(reference)s")]
    with scene.services.database.reading() as session:
        trail = [f"{row.reason}{row.details}{row.actor_name}" for row in session.scalars(select(AuditEvent))]
    assert [line for line in trail if "rita" in line.lower() or "evil.example" in line] == []
    for page in (
        scene.visitor("administrator").visit(f"/administration/concerns/{reference}"),
        scene.visitor().visit(f"/report/follow?reference={reference}"),
        scene.visitor().visit(f"/report/received/{reference}"),
    ):
        assert "rita" not in page.html.lower()


def test_who_reports_in_welsh_is_written_to_in_welsh_and_the_scheme_is_told_so(scene: Scene) -> None:
    reference = send(scene, f"/cy{DETAILS}", email="rhys@example.org")
    page = scene.visitor("administrator").visit(f"/administration/concerns/{reference}/do/not-for-us")
    assert "Write in Welsh what you tell them" in page.text
    with scene.work("administrator") as work:
        handling.not_for_us(work, handling.NotForUs(reference, Elsewhere.OMBUDSMAN_WALES, ""))
    with scene.services.database.reading() as session:
        rows = session.scalars(select(OutboxEmail).where(OutboxEmail.code == "E35")).all()
        found = [from_document(row.code, row.letter).path for row in rows]
    assert found == [f"/cy/report/follow?reference={reference}"] * 2


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}],
    ids=["says where it comes from", "an older browser"],
)
def test_form_that_another_website_has_sent_is_refused(scene: Scene, headers: dict[str, str]) -> None:
    visitor = scene.visitor()
    visitor.visit(DETAILS)
    fields = {"csrf_token": visitor.token(), "where": "Here", "what": "The badge is out of date."}
    answer = visitor.client.post(DETAILS, data=fields, headers=headers)
    assert answer.status_code == 422
    assert "This was sent from another website" in answer.text
    taken = visitor.client.post(DETAILS, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert taken.status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"where": "", "what": ""}, "Say where: a web address, the name of an account, or a place."),
        ({"what": "w" * 300_000}, "Write at most 3000 characters."),
        ({"where": "🙂" * 75_000}, "Write at most 500 characters."),
        ({"email": "not an address"}, "Enter an email address like name@example.com"),
        ({"email": "a" * 300_000}, "This address is too long."),
    ],
    ids=["nothing", "a long text", "a long place", "no address", "a long address"],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_lost(scene: Scene, fields: dict[str, str], said: str) -> None:
    visitor = scene.visitor()
    send(scene, code=422, browser=visitor, **{"what": "The badge is out of date.", **fields})
    assert said in visitor.page.text
    assert visitor.page.title.startswith("Error: ")


@pytest.mark.parametrize("hostile", ["a\x00b", "‮שלום", "=cmd", "'; DROP TABLE concern; --", "x" * 20_000])
def test_hostile_answers_in_the_address_give_a_page(scene: Scene, hostile: str) -> None:
    client = scene.visitor().client
    for address in ("/report", f"/report/{scene.number}", "/report/follow"):
        asked = dict.fromkeys(("about", "council", "criterion", "q", "reference"), hostile)
        assert client.get(address, query_string=asked).status_code in (200, 404)
        assert client.get(address, query_string={**asked, "about": "promise"}).status_code in (200, 404)


def test_flood_is_put_aside_told_once_and_does_not_hide_a_real_report(scene: Scene) -> None:
    references = [send(scene, email="victim@example.org") for _ in range(6)]
    asides = [scene.concern(reference).aside for reference in references]
    assert asides == [None] * 5 + [Aside.ONE_PLACE]
    # No more letters than reports that were taken in: the form fills nobody's mailbox.
    assert len(scene.letters("E35")) == 5
    administrator = scene.visitor("administrator")
    assert references[5] not in administrator.visit("/administration/concerns").html
    assert references[5] in administrator.visit("/administration/concerns?shown=aside").html
    administrator.visit(f"/administration/concerns/{references[5]}/do/take-in")
    administrator.post(f"/administration/concerns/{references[5]}/do/take-in")
    assert references[5] in administrator.visit("/administration/concerns").html
    assert len(scene.letters("E35")) == 6


@pytest.mark.both_databases
def test_first_reports_of_a_day_at_the_same_moment_are_all_taken(scene: Scene) -> None:
    visitor = scene.visitor()
    visitor.visit(DETAILS)
    token = visitor.token()
    scene.clock.at += timedelta(seconds=30)

    def report(number: int) -> int:
        sent = {"csrf_token": token, "where": "Here", "what": f"The badge on page {number} is not theirs."}
        return scene.app.test_client().post(DETAILS, data=sent).status_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(report, range(4))) == [303] * 4


def test_hidden_field_haste_and_the_same_words_put_a_report_aside(scene: Scene) -> None:
    assert scene.concern(send(scene, website="https://evil.example")).aside is Aside.NOT_BY_HAND
    first, again = (send(scene, what=f"This badge is out of {word}!") for word in ("date", "DATE"))
    assert [scene.concern(reference).aside for reference in (first, again)] == [None, Aside.SAME_TEXT]
    visitor = scene.visitor()
    visitor.visit(DETAILS)
    page = visitor.post(DETAILS, where="Here", what="The badge on this page is not theirs.")
    found = RECEIVED.search(page.text)
    assert found is not None
    assert scene.concern(found.group()).aside is Aside.NOT_BY_HAND


def test_far_too_many_from_one_connection_are_refused_openly_and_the_counts_are_forgotten(scene: Scene) -> None:
    with scene.work() as work:
        for _ in range(30):
            make.reported(work, came=Came(place="127.0.0.1"))
    visitor = scene.visitor()
    send(scene, code=422, browser=visitor)
    assert "Very many reports have come over your internet connection today" in visitor.page.text
    scene.pass_days(1)
    scene.sweep()
    with scene.services.database.reading() as session:
        assert [*session.scalars(select(ConcernTally)), *session.scalars(select(ConcernSalt))] == []
    assert scene.concern(send(scene)).aside is None


def test_reference_shows_where_a_report_stands_and_a_wrong_one_says_what_to_do(scene: Scene) -> None:
    reference = send(scene)
    visitor = scene.visitor()
    typed = reference.replace("-", " ").lower()
    page = visitor.visit(f"/report/follow?reference={typed}")
    assert "We have your report. Nobody has looked at it yet." in page.text
    assert "evil.example" not in page.html
    assert "No report has the reference" in visitor.visit("/report/follow?reference=RPT-1", 404).text
    assert visitor.response.headers["X-Robots-Tag"] == "noindex"


def test_reporter_details_are_erased_twelve_months_after_the_end(scene: Scene) -> None:
    reference, same = (send(scene, email=f"{name}@example.org") for name in ("rita", "sam"))
    with scene.work("administrator") as work:
        main = scene.concern(reference)
        handling.merge(work, handling.Merge(same, reference))
        handling.not_for_us(work, handling.NotForUs(reference, Elsewhere.COUNCIL, ""))
    assert main.erased_at is None
    told = [("rita@example.org", "What came of your report %(reference)s")]
    assert scene.letters("E35")[2:] == [*told, ("sam@example.org", told[0][1])]
    scene.pass_days(364)
    scene.sweep()
    assert scene.concern(reference).what != ""
    scene.pass_days(1)
    scene.sweep()
    for erased in (scene.concern(reference), scene.concern(same)):
        assert (erased.what, erased.where_seen) == ("", "")
    with scene.services.database.reading() as session:
        assert session.scalars(select(ConcernReporter)).all() == []
    assert scene.letters("E35") == []
