"""``flask --app wsgi publish DIR``."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from portal.publishing import writing


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def publish(folder: Path) -> None:
    """Write the whole public face into FOLDER, as files that any host can serve."""
    try:
        made = writing.publish(current_app, folder.resolve())
    except writing.PublishingFailed as refused:
        raise click.ClickException(str(refused)) from refused
    click.echo(f"{made.files} files, {made.size / 1_000_000:.1f} MB, in {folder}.")
