"""Awards in force without papers, or with papers by a key that is not trusted: what the operator's commands issue."""

import json

import pytest
from flask import Flask
from sqlalchemy import delete, select

from portal.audit.work import Work
from portal.awards.queries import AwardRecord
from portal.certificates.models import Certificate
from portal.credentials.models import Credential
from portal.kernel.permissions import SYSTEM, Role
from portal.keys.queries import every_key
from portal.keys.states import Purpose
from portal.notifications.models import OutboxEmail
from tests.factories import awards as make
from tests.factories.people import make_member
from tests.integration.register.test_agreement import is_listed
from tests.integration.register.test_dropped import send
from tests.integration.visiting import Visitor

DONE = "Credential and certificate issued for {}.\n3 awards in force, each with what it should have.\n"


def run(app: Flask, *command: str) -> str:
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def old(app: Flask) -> list[AwardRecord]:
    """One as today, one from before there were credentials, one without papers, which is suspended, and one over."""
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, running.reactions)
        awards = [make.make_award(work, make.make_council(work)) for _ in range(4)]
        make_member(work, awards[2].council_id, Role.OWNER, email="owner@example.org")
        bare = [award.id for award in awards[1:]]
        session.execute(delete(Credential).where(Credential.award_id.in_(bare)))
        session.execute(delete(Certificate).where(Certificate.award_id.in_(bare[1:])))
        make.suspend(work, awards[2])
        make.withdraw(work, awards[3])
        return awards


def issues(app: Flask) -> dict[str, list[tuple[int, str]]]:
    """The issues of every certificate and credential, with their reasons."""
    with app.extensions["portal"].database.reading() as session:
        return {
            table.__tablename__: [
                (row.issue, row.superseded_reason)
                for row in session.scalars(select(table).order_by(table.issued_at, table.award_id, table.issue))
            ]
            for table in (Certificate, Credential)
        }


def test_what_awards_in_force_lack_is_issued_once_and_told(
    app: Flask, visitor: Visitor, old: list[AwardRecord]
) -> None:
    page = visitor.visit(f"/credential/{old[1].number}.json", code=404)
    assert page.headings == ["This award has no signed credential yet"]
    assert ("Check whether the council holds the Mark today", f"/verify/{old[1].number}") in page.links
    assert run(app, "credentials", "issue") == DONE.format("2 awards")
    because = "It is now signed, and carries the credential that machines can check."
    assert sorted(issues(app)["certificate"]) == sorted([(1, ""), (1, because), (2, ""), (1, "")])
    assert issues(app)["credential"] == [(1, "")] * 3
    suspended = visitor.client.get(f"/credential/{old[2].number}.json").get_json(force=True)
    assert is_listed(visitor, suspended)
    with app.extensions["portal"].database.reading() as session:
        letters = session.scalars(select(OutboxEmail.code).where(OutboxEmail.to_address == "owner@example.org"))
        assert "E25" in letters.all()
    before = issues(app)
    assert run(app, "credentials", "issue") == DONE.format("0 awards")
    assert issues(app) == before
    assert visitor.client.get(f"/credential/{old[3].number}.json").status_code == 404


def in_use(app: Flask, purpose: Purpose) -> str:
    with app.extensions["portal"].database.reading() as session:
        return next(key.name for key in every_key(session) if key.purpose is purpose and not key.retired_at)


def test_key_that_is_not_trusted_proves_nothing_any_more_and_what_it_signed_is_issued_anew(
    app: Flask, visitor: Visitor, old: list[AwardRecord]
) -> None:
    run(app, "credentials", "issue")
    stolen, number = in_use(app, Purpose.PROOF), old[0].number
    copy = visitor.client.get(f"/credential/{number}.json").data
    as_token = visitor.client.get(f"/credential/{number}.jwt").data
    said = run(app, "keys", "distrust", stolen, "--yes")
    new = in_use(app, Purpose.PROOF)
    assert f"A new key signs in its place: {new}" in said
    assert said.endswith(DONE.format("3 awards"))
    published = visitor.client.get("/.well-known/did.json").text
    assert (stolen in published, new in published) == (False, True)
    fresh = json.loads(visitor.client.get(f"/credential/{number}.json").data)
    assert fresh["proof"]["verificationMethod"].endswith(f"#{new}")
    assert (is_listed(visitor, json.loads(copy)), is_listed(visitor, fresh)) == (True, False)
    listed = visitor.client.get("/status/revocation-1").get_json(force=True)
    assert listed["proof"]["verificationMethod"].endswith(f"#{new}")
    assert send(visitor, copy).headings == ["No. This file was signed with a key that is no longer trusted"]
    # The token was signed with another key; it is superseded all the same.
    assert send(visitor, as_token).headings == ["The award is current, but there is a newer issue of this file"]
    assert "not trusted since 18 November 2026" in run(app, "keys", "list")
    assert "No fault found" in run(app, "log", "verify")
    refused = app.test_cli_runner().invoke(args=["keys", "distrust", stolen, "--yes"])
    assert (refused.exit_code, "Nothing was changed." in refused.output) == (1, True)


def test_seal_that_is_not_trusted_is_put_anew_and_the_credential_stays(
    app: Flask, visitor: Visitor, old: list[AwardRecord]
) -> None:
    run(app, "credentials", "issue")
    before = visitor.client.get(f"/credential/{old[0].number}.json").data
    assert run(app, "keys", "distrust", in_use(app, Purpose.SEAL), "--yes").endswith(DONE.format("3 awards"))
    assert visitor.client.get(f"/credential/{old[0].number}.json").data == before
    page = visitor.visit(f"/certificate/{old[0].number}")
    assert "superseded because: The key that it was signed with is no longer trusted." in page.text
