"""``flask --app wsgi keys …``: the keys by which the scheme signs. No private part is ever shown."""

from collections.abc import Callable, Sequence
from datetime import datetime

import click
from flask.cli import with_appcontext

from portal.audit.work import Work
from portal.kernel.clock import day_of
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import SYSTEM
from portal.keys import actions
from portal.keys.models import IssuerKey
from portal.keys.queries import every_key
from portal.keys.running import own_issuer
from portal.keys.states import Purpose
from portal.web.services import services

FOR = {
    Purpose.PROOF: "the proof inside each credential",
    Purpose.TOKEN: "credentials as tokens",
    Purpose.SEAL: "the seal of certificates",
}
PURPOSE = click.Choice([purpose.value for purpose in Purpose])


@click.group("keys")
def keys() -> None:
    """The keys by which certificates and credentials are signed."""


@keys.command("create")
@with_appcontext
def create() -> None:
    """Make the keys of a new installation. Where there are keys, nothing is changed."""
    for key in _change(lambda work: actions.create(work, own_issuer())):
        click.echo(f"Made a key for {FOR[key.purpose]}: {key.name}")
    click.echo("They are encrypted under KEY_SECRET: keep that secret apart from the database and its backups.")


@keys.command("rotate")
@click.option("--purpose", type=PURPOSE, multiple=True, help="Only the key for this; otherwise all of them.")
@with_appcontext
def rotate(purpose: Sequence[str]) -> None:
    """Put new keys in the place of those in use. What the old ones have signed stays good."""
    wanted = tuple(Purpose(each) for each in purpose) or tuple(Purpose)
    for key in _change(lambda work: actions.rotate(work, own_issuer(), wanted)):
        click.echo(f"A new key signs from now on, for {FOR[key.purpose]}: {key.name}")
    click.echo("The old ones are retired. They stay public, and what they have signed can still be verified.")


@keys.command("list")
@with_appcontext
def list_keys() -> None:
    """Say which keys are in use since when, which are retired, and which are not trusted any more."""
    with services().database.reading() as session:
        known = every_key(session)
    if not known:
        click.echo("There are no keys yet. Make them: flask --app wsgi keys create")
    for key in known:
        stands = f"retired on {_written(key.retired_at)}" if key.retired_at else "in use"
        stands += f", not trusted since {_written(key.distrusted_at)}" if key.distrusted_at else ""
        click.echo(f"{key.name}, for {FOR[key.purpose]}: made on {_written(key.made_at)}, {stands}.")


def _change(act: Callable[[Work], Sequence[IssuerKey]]) -> Sequence[IssuerKey]:
    running = services()
    try:
        with running.database.writing() as session:
            changed = act(Work(session, SYSTEM, running.clock, running.reactions))
            session.flush()
            session.expunge_all()
    except RuleBroken as broken:
        told = " ".join(str(problem.words) for problem in broken.problems)
        raise click.ClickException(f"{told} Nothing was changed.") from broken
    running.after_commit()
    return changed


def _written(moment: datetime) -> str:
    return f"{day_of(moment):%-d %B %Y}"
