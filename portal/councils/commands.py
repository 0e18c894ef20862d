"""``flask --app wsgi councils …``: the register of eligible bodies."""

from typing import BinaryIO

import click
from flask.cli import with_appcontext

from portal.audit.work import Work
from portal.councils.actions import import_councils
from portal.councils.loading import read_register
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import SYSTEM
from portal.web.services import services


@click.group("councils")
def councils() -> None:
    """The bodies that may hold the Mark."""


@councils.command("import")
@click.argument("file", type=click.File("rb"))
@with_appcontext
def import_file(file: BinaryIO) -> None:
    """Create and update bodies from a CSV FILE, and say what changed. A file with a fault is refused whole."""
    running = services()
    try:
        rows = read_register(file.read())
        with running.database.writing() as session:
            report = import_councils(Work(session, SYSTEM, running.clock, running.reactions), rows)
    except RuleBroken as broken:
        for problem in broken.problems:
            click.echo(str(problem.words), err=True)
        raise click.ClickException("The file was refused: nothing was changed.") from broken
    running.after_commit()
    for change in report.changes:
        click.echo(str(change))
    click.echo(f"{report.created} created, {report.updated} updated, {report.unchanged} unchanged.")
