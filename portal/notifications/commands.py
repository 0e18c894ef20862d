"""``flask --app wsgi worker``: the background work, where it does not run beside the pages."""

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.notifications.delivery import try_again
from portal.web.services import services


@click.command("worker")
@click.option("--try-again", "again", is_flag=True, help="Put emails that were given up back into the queue, and end.")
@with_appcontext
def worker(*, again: bool) -> None:
    """Send emails and do what falls due, until interrupted. Run exactly one."""
    running = services()
    if again:
        count = try_again(running.database, running.clock.now())
        click.echo(f"{count} emails are waiting to be sent again.")
        return
    current_app.extensions["portal-worker"].run()
