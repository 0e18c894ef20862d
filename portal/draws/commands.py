"""``flask --app wsgi draws …``: the draws of second reviews, checked."""

import click
from flask.cli import with_appcontext

from portal.draws import queries
from portal.kernel.errors import NotFound
from portal.web.services import services


@click.group("draws")
def draws() -> None:
    """Which applications are drawn for a second review."""


@draws.command("verify")
@click.argument("reference", required=False)
@with_appcontext
def verify(reference: str | None) -> None:
    """Check every seed against the commitment published for it; with REFERENCE, say whether that one was drawn."""
    with services().database.reading() as session:
        checked = queries.verified(session)
        try:
            asked = queries.outcome(session, reference.upper()) if reference else None
        except NotFound as fault:
            raise click.ClickException(f"No application {reference} has been signed. Check the reference.") from fault
    for found in checked:
        fits = "fits its commitment" if found.fits else "DOES NOT FIT its commitment"
        click.echo(f"{found.period}: the seed {fits} and {'is public' if found.revealed else 'is still secret'}.")
        if found.signed_before:
            click.echo(f"  Signed before the commitment was public: {', '.join(found.signed_before)}.")
    if asked is not None:
        said = {True: "was drawn", False: "was not drawn", None: "is known once the seed is public"}[asked.drawn]
        click.echo(f"{asked.reference}, signed in {asked.period}: {said}.")
    if not all(found.fits for found in checked):
        raise click.ClickException("A seed does not fit: draws of that period must not be relied on.")
