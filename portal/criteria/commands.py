"""``flask --app wsgi criteria …``: editions of the criteria."""

from typing import TextIO

import click
from flask.cli import with_appcontext

from portal.audit.work import Work
from portal.criteria.actions import publish
from portal.criteria.canonical import edition_hash
from portal.criteria.loading import load_edition
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import SYSTEM
from portal.web.services import services


@click.group("criteria")
def criteria() -> None:
    """The criteria that councils answer."""


@criteria.command("publish")
@click.argument("file", type=click.File(encoding="utf-8"))
@with_appcontext
def publish_file(file: TextIO) -> None:
    """Publish the edition in FILE. A file with a fault is refused whole; a published edition never changes."""
    running = services()
    try:
        edition = load_edition(_text(file))
        with running.database.writing() as session:
            is_new = publish(Work(session, SYSTEM, running.clock, running.reactions), edition)
    except RuleBroken as broken:
        for problem in broken.problems:
            click.echo(str(problem.words), err=True)
        raise click.ClickException("The file was refused: nothing was changed.") from broken
    said = "is published" if is_new else "was published already"
    click.echo(f"Edition {edition.slug} {said}: {len(edition.criteria)} criteria, sha256 {edition_hash(edition)}.")


def _text(file: TextIO) -> str:
    try:
        return file.read()
    except UnicodeDecodeError as fault:
        raise click.ClickException(f"The file is not UTF-8 text ({fault.reason}): nothing was changed.") from fault
