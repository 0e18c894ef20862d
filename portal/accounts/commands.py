"""``flask --app wsgi staff …``: who works for the scheme. The first administrator of an installation begins here."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from portal.accounts import roles
from portal.accounts.rules import ROLE_WORDS, email_from
from portal.audit.work import Work
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.permissions import STAFF_ROLES, SYSTEM, Role
from portal.web.services import services

ROLE = click.Choice(sorted(role.value for role in STAFF_ROLES))


class Address(click.ParamType[str]):
    """An email address, in the form in which it is kept."""

    name = "email"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address in lower case; a complaint at the terminal where it is none."""
        try:
            validate_email(value, check_deliverability=False)
        except EmailNotValidError as error:
            self.fail(f"{value!r} is not an email address: {error}", param, ctx)
        return email_from(value)


@click.group("staff")
def staff() -> None:
    """Who works for the scheme."""


@staff.command("invite")
@click.argument("email", type=Address())
@click.option("--role", type=ROLE, required=True, help="What the person may do.")
@click.option("--name", default="", help="The person's name, as others see it.")
@click.option("--employer", default="", help="Who employs the person: a council is told of its reviewer's.")
@click.option("--outside/--inside", default=None, help="From outside local government: each appeal panel needs one.")
@click.option(
    "--reviewed-before",
    type=click.IntRange(min=0),
    default=None,
    help="How many applications a reviewer has reviewed for the scheme before.",
)
@with_appcontext
def invite(email: str, role: str, name: str, employer: str, outside: bool | None, reviewed_before: int | None) -> None:
    """Give the person with this EMAIL a role. They sign in with an emailed code and set up a second step."""
    running = services()
    try:
        with running.database.writing() as session:
            work = Work(session, SYSTEM, running.clock, running.reactions)
            asked = roles.InviteStaff(email, Role(role), name, employer, outside, reviewed_before)
            roles.invite_staff(work, asked)
    except RuleBroken as broken:
        raise click.ClickException(" ".join(str(problem.words) for problem in broken.problems)) from broken
    running.after_commit()
    click.echo(f"{email} is now: {ROLE_WORDS[Role(role)]}. Sign in at {running.config.public_address}/sign-in")


@staff.command("end")
@click.argument("email", type=Address())
@click.option("--role", type=ROLE, required=True, help="The role that ends.")
@with_appcontext
def end(email: str, role: str) -> None:
    """End the role of the person with this EMAIL, at once."""
    running = services()
    try:
        with running.database.writing() as session:
            roles.end_staff_role(Work(session, SYSTEM, running.clock, running.reactions), email, Role(role))
    except NotFound as missing:
        raise click.ClickException(f"{email} does not hold this role: nothing was changed.") from missing
    running.after_commit()
    click.echo(f"{email} is no longer: {ROLE_WORDS[Role(role)]}.")
