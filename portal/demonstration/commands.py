"""``flask --app wsgi demo …``: the demonstration."""

import json

import click
from flask.cli import with_appcontext

from portal.demonstration.loading import is_empty, prepare
from portal.demonstration.queries import contents
from portal.kernel.clock import today
from portal.web.services import services


@click.group("demo")
def demo() -> None:
    """Real councils, invented people, every state."""


@demo.command("load")
@with_appcontext
def load() -> None:
    """Load the demonstration into an empty portal. A portal that holds people is left as it is."""
    running = services()
    if not running.config.demonstration:
        raise click.ClickException("This is a production configuration: a demonstration has no place in it.")
    with running.database.reading() as session:
        empty = is_empty(session)
    prepare(running)
    click.echo("The demonstration is loaded." if empty else "The portal holds people already: nothing was changed.")


@demo.command("show")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for machines.")
@with_appcontext
def show(*, as_json: bool) -> None:
    """Say what the demonstration holds."""
    running = services()
    with running.database.reading() as session:
        found = contents(session, today(running.clock))
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for title, rows in found.items():
        click.echo(f"{title}:")
        for row in rows:
            click.echo("  " + "  ".join(str(value) for value in row.values()))
