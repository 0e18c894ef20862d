"""``flask --app wsgi staff remove-second-step``: for somebody who has lost everything that they had set up."""

import click
from flask.cli import with_appcontext

from portal.accounts.commands import Address
from portal.audit.work import Work
from portal.kernel.errors import NotFound
from portal.kernel.permissions import SYSTEM
from portal.secondstep import managing
from portal.web.services import services


@click.command("remove-second-step")
@click.argument("email", type=Address())
@with_appcontext
def remove_second_step(email: str) -> None:
    """Forget passkeys, app and recovery codes of the person with this EMAIL. Make sure first that it is them."""
    running = services()
    try:
        with running.database.writing() as session:
            managing.remove_second_step(Work(session, SYSTEM, running.clock, running.reactions), email)
    except NotFound as missing:
        raise click.ClickException(f"{email} has set up no second step: nothing was changed.") from missing
    running.after_commit()
    click.echo(f"{email} is signed out everywhere and sets up a new second step at the next sign-in.")
