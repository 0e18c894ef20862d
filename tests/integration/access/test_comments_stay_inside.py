"""What a council's people say to each other, and type without saving it, reaches nobody else: no page, no download, no
record and no letter."""

import io
import re
import zipfile
from collections.abc import Iterator

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.accounts.held import Draft, keep_draft
from portal.accounts.models import HeldForm, Person
from portal.applications.models import Application
from portal.audit.models import Involvement
from portal.audit.work import Work
from portal.councils.models import Council
from portal.kernel.permissions import SYSTEM, Part
from portal.sharing import actions as sharing
from portal.sharing.models import Comment
from portal.storage.base import Base
from tests.factories.applications import acting
from tests.integration.access.addresses import DECIDED, IN_REVIEW, MODERATION, RELEASED, SUBMITTED
from tests.integration.access.columns import Knocker
from tests.integration.access.knocking import knock, routes
from tests.integration.access.world import CRITERION, World

MARK = "marked-comment-7319"
COMMENTED = (SUBMITTED, IN_REVIEW, MODERATION, DECIDED, RELEASED)
OUTSIDERS = (Knocker.REVIEWER, Knocker.LEAD, Knocker.ADMINISTRATOR, Knocker.OTHER_COUNCIL, Knocker.VISITOR)
_LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')


@pytest.fixture(autouse=True)
def _everybody_comments(app: Flask, world: World) -> None:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, running.reactions)
        for slug in COMMENTED:
            for knocker in (Knocker.CONTRIBUTOR, Knocker.OWNER, Knocker.APPROVER):
                person = session.get_one(Person, world.people[slug][knocker])
                command = sharing.WriteComment(slug, CRITERION, f"{MARK} {knocker}")
                sharing.write_comment(acting(work, person), command)
                page = f"/council/{slug}/application/{CRITERION}"
                keep_draft(acting(work, person), Draft(page, {"statement": [f"{MARK} half typed"]}))
    app.extensions["portal-worker"].sweep()


def read(answer: TestResponse) -> str:
    """Everything that can be read in an answer, also where it is a document."""
    if answer.mimetype == "application/pdf":
        document = pypdfium2.PdfDocument(answer.data)
        return "\n".join(str(page.get_textpage().get_text_range()) for page in document)
    if answer.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    content: bytes = answer.data
    return content.decode("utf-8", "replace")


def browser(app: Flask, world: World, knocker: Knocker, slug: str) -> FlaskClient:
    client, token = app.test_client(), world.token(knocker, slug)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


def walk(client: FlaskClient, *starts: str) -> Iterator[tuple[str, str]]:
    """Everything that can be reached by links from these pages, without leaving the scheme's own part."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop()
        answer = client.get(address, follow_redirects=True, buffered=True)
        yield address, read(answer)
        if answer.mimetype != "text/html":
            continue
        for found in _LINK.findall(answer.text):
            if found not in seen and found.startswith(("/reviews", "/administration", "/evidence")):
                seen.add(found)
                waiting.append(found)


@pytest.mark.parametrize("slug", COMMENTED)
def test_comment_is_there_for_the_councils_own_people(app: Flask, world: World, slug: str) -> None:
    own = browser(app, world, Knocker.CONTRIBUTOR, slug)
    answer = own.get(f"/council/{slug}/application/{CRITERION}").text
    assert [f"{MARK} {knocker}" in answer for knocker in ("contributor", "owner", "approver")] == [True] * 3


# It walks everything that five people can reach, after the world was told: on a busy machine that is two minutes.
@pytest.mark.timeout(400)
def test_comment_is_on_no_page_and_in_no_download_that_the_scheme_can_reach(app: Flask, world: World) -> None:
    walked: dict[str, int] = {}
    with app.extensions["portal"].database.reading() as session:
        reviewers = session.scalars(
            select(Involvement.person_id)
            .join(Application, Application.id == Involvement.case_id)
            .join(Council, Council.id == Application.council_id)
            .where(Involvement.part == Part.REVIEWER, Council.slug.in_(COMMENTED))
        ).all()
    assert world.people[IN_REVIEW][Knocker.REVIEWER] in reviewers
    for slug, knocker in [(slug, Knocker.REVIEWER) for slug in (IN_REVIEW, MODERATION, RELEASED)] + [
        (IN_REVIEW, Knocker.LEAD),
        (IN_REVIEW, Knocker.ADMINISTRATOR),
    ]:
        for address, answer in walk(browser(app, world, knocker, slug), "/reviews/", "/administration/"):
            assert MARK not in answer, f"{knocker}: {address}"
            walked[knocker] = walked.get(knocker, 0) + 1
    # A walk that sees next to nothing proves nothing.
    assert {knocker: pages > 15 for knocker, pages in walked.items()} == {
        Knocker.REVIEWER: True,
        Knocker.LEAD: True,
        Knocker.ADMINISTRATOR: True,
    }


def test_comment_and_draft_are_in_no_record_of_the_case_and_in_no_letter(app: Flask) -> None:
    with app.extensions["portal"].database.reading() as session:
        holding = {
            table.name
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
            if MARK in repr(tuple(row))
        }
    assert holding == {Comment.__tablename__, HeldForm.__tablename__}


@pytest.mark.parametrize("slug", [SUBMITTED, RELEASED])
def test_councils_own_documents_for_others_have_neither_comment_nor_draft(app: Flask, world: World, slug: str) -> None:
    own = browser(app, world, Knocker.OWNER, slug)
    for address in (f"/council/{slug}/application/copy", f"/council/{slug}/application/copy.pdf"):
        answer = own.get(address, buffered=True)
        shown = read(answer)
        assert (answer.status_code, MARK in shown, CRITERION in shown) == (200, False, True), address


@pytest.mark.parametrize("knocker", OUTSIDERS)
def test_comment_is_behind_no_door_whoever_knocks_from_outside(app: Flask, world: World, knocker: Knocker) -> None:
    for row in routes(app):
        if row[0] == "GET":
            assert MARK not in read(knock(app, world, row, knocker)), row


@pytest.mark.parametrize("knocker", [Knocker.REVIEWER, Knocker.LEAD, Knocker.ADMINISTRATOR])
@pytest.mark.parametrize("slug", COMMENTED)
def test_scheme_gets_neither_the_answer_page_nor_the_comments_of_a_council(
    app: Flask, world: World, slug: str, knocker: Knocker
) -> None:
    client, here = browser(app, world, knocker, slug), f"/council/{slug}/application/{CRITERION}"
    assert [client.get(address).status_code for address in (here, f"{here}/comments")] == [403, 403]
