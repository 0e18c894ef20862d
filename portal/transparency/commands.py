"""``flask --app wsgi log …``: the decision log, checked."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.transparency import checking, queries
from portal.web.services import services


@click.group("log")
def log() -> None:
    """The public log of every award and of what was decided about it."""


@log.command("verify")
@click.argument("copy", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--head", "heads", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def verify(copy: Path | None, heads: tuple[Path, ...]) -> None:
    """Check that the log is whole, is what was signed, and says what the register says.

    With COPY, a downloaded log.jsonl, check that copy and that today's log still begins with it. With --head, a
    head.json that was kept, check that the log still has what it signed.
    """
    kept = tuple(path.read_text(encoding="utf-8").strip() for path in heads)
    with services().database.reading() as session:
        if copy is not None:
            # Not splitlines(): a note may have a character in it that ends a line elsewhere.
            lines = tuple(copy.read_bytes().decode("utf-8", "replace").split("\n"))
            lines = lines if lines[-1] else lines[:-1]
            found = checking.faults_of_copy(session, lines, kept)
        else:
            lines = tuple(queries.lines(session))
            found = (*checking.faults(session, services().clock.now()), *checking.faults_of_copy(session, lines, kept))
    for fault in dict.fromkeys(map(str, found)):
        click.echo(fault)
    if found:
        raise click.ClickException("The log must not be relied on until this is explained.")
    click.echo(f"{len(lines)} lines, each tied to the one before. No fault found.")
