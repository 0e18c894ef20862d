"""Who works for the scheme, from the command line."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import Person
from portal.audit.models import AuditEvent
from portal.kernel.permissions import Role
from tests.integration.accounts.conftest import Desk
from tests.integration.telling import Told
from tests.integration.visiting import Visitor

EMAIL = "first@example.org"


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["staff", *arguments])
    return done.exit_code, done.output


def test_first_administrator_is_made_and_told(app: Flask, told: Told, desk: Desk) -> None:
    code, output = run(
        app, "invite", "First@Example.org", "--role", "administrator", "--name", "Siân", "--employer", "The LGA"
    )
    assert (code, output) == (0, f"{EMAIL} is now: Administrator. Sign in at http://127.0.0.1:5000/sign-in\n")
    with desk.work() as work:
        (found,) = queries.staff(work.session, Role.ADMINISTRATOR)
        trail = work.session.execute(select(AuditEvent.event, AuditEvent.actor_name)).all()
    assert (found.name, found.email, found.employer) == ("Siân", EMAIL, "The LGA")
    assert [tuple(row) for row in trail] == [("staff_role:begun", "The portal")]
    assert [(event.name, dict(event.details)) for event in told.events] == [
        ("staff:invited", {"email": EMAIL, "role": Role.ADMINISTRATOR})
    ]


def test_second_role_keeps_the_person_and_the_same_role_is_refused(app: Flask, desk: Desk) -> None:
    run(app, "invite", EMAIL, "--role", "reviewer", "--name", "Siân")
    assert run(app, "invite", EMAIL, "--role", "lead_reviewer")[0] == 0
    assert run(app, "invite", EMAIL, "--role", "reviewer") == (1, f"Error: {EMAIL} holds this role already.\n")
    with desk.work() as work:
        person = work.session.scalars(select(Person)).one()
        actor = queries.actor(work.session, person.id, person.name, work.clock.now(), second_step=True)
    assert (actor.name, actor.staff_roles) == ("Siân", frozenset({Role.REVIEWER, Role.LEAD}))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("invite", "nobody", "--role", "reviewer"), "'nobody' is not an email address"),
        (("invite", EMAIL, "--role", "owner"), "'owner' is not one of"),
        (("invite", EMAIL), "Missing option '--role'"),
        (("end", EMAIL, "--role", "reviewer"), f"{EMAIL} does not hold this role: nothing was changed."),
        (("remove-second-step", EMAIL), f"{EMAIL} has set up no second step: nothing was changed."),
    ],
)
def test_mistake_is_said_and_nothing_is_changed(app: Flask, desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    code, output = run(app, *arguments)
    assert code > 0
    assert said in output
    with desk.work() as work:
        assert work.session.scalars(select(Person)).all() == []


def test_what_is_said_of_a_person_beside_the_role_is_kept_until_it_is_said_otherwise(app: Flask, desk: Desk) -> None:
    for arguments, expected in (
        (("--role", "panel_member", "--outside"), (True, 0)),
        (("--role", "reviewer", "--reviewed-before", "3"), (True, 3)),
        (("--role", "lead_reviewer", "--inside"), (False, 3)),
    ):
        assert run(app, "invite", EMAIL, *arguments)[0] == 0
        with desk.work() as work:
            row = work.session.execute(select(Person.outside_local_government, Person.reviewed_before)).one()
        assert tuple(row) == expected


def test_role_that_has_ended_counts_no_more_and_can_be_given_again(app: Flask, desk: Desk) -> None:
    run(app, "invite", EMAIL, "--role", "reviewer")
    assert run(app, "end", EMAIL, "--role", "reviewer") == (0, f"{EMAIL} is no longer: Reviewer.\n")
    with desk.work() as work:
        assert queries.staff(work.session, Role.REVIEWER) == ()
        person_id = work.session.scalars(select(Person.id)).one()
        actor = queries.actor(work.session, person_id, "", work.clock.now(), second_step=True)
        assert actor.staff_roles == frozenset()
    assert run(app, "invite", EMAIL, "--role", "reviewer")[0] == 0
    with desk.work() as work:
        events = work.session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)).all()
    assert events == ["staff_role:begun", "staff_role:ended", "staff_role:begun"]


def test_lost_second_step_is_forgotten_and_the_person_signed_out(app: Flask, told: Told, desk: Desk) -> None:
    run(app, "invite", EMAIL, "--role", "reviewer")
    with desk.work() as work:
        person = work.session.scalars(select(Person)).one()
        person.totp_secret, person.totp_last_step = "sealed", 5
        person_id = person.id
    visitor = Visitor(app).sign_in(person_id)
    assert run(app, "remove-second-step", EMAIL) == (
        0,
        f"{EMAIL} is signed out everywhere and sets up a new second step at the next sign-in.\n",
    )
    assert visitor.visit("/account/").headings == ["Sign in"]
    with desk.work() as work:
        row = work.session.execute(select(Person.totp_secret, Person.totp_last_step)).one()
    assert tuple(row) == (None, None)
    assert told.names == ["staff:invited", "person:second_step_removed"]
