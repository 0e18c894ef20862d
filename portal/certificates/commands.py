"""``flask --app wsgi credentials issue`` and ``keys distrust``: what awards in force lack is issued."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import click
from flask.cli import with_appcontext

from portal.audit.work import Work
from portal.certificates.missing import issue_lacking, lacking
from portal.kernel.clock import today
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import SYSTEM
from portal.keys import actions as keys
from portal.keys.running import own_issuer
from portal.web.services import services

Result = TypeVar("Result")
UNTOLD = "What has been issued so far stays. Mend what is said above and enter: flask --app wsgi credentials issue"


@click.group("credentials")
def credentials() -> None:
    """The signed credentials of awards, and the certificates that carry them."""


@credentials.command("issue")
@with_appcontext
def issue() -> None:
    """Issue what awards in force lack: because there were no keys, or because a key is no longer trusted."""
    running, issuer = services(), own_issuer()
    with running.database.reading() as session:
        lacks, in_force = lacking(session, issuer, today(running.clock))
    # One transaction for each: whatever stops this, what has been issued is whole, and the rest follows next time.
    issued = sum(_change(partial(issue_lacking, issuer=issuer, award_id=lack.award_id), UNTOLD) for lack in lacks)
    click.echo(f"Credential and certificate issued for {_counted(issued)}.")
    click.echo(f"{_counted(in_force)} in force, each with what it should have.")


@click.command("distrust")
@click.argument("key")
@click.confirmation_option(prompt="Nothing that this key has signed will count any more. Go on?")
@click.pass_context
@with_appcontext
def distrust(context: click.Context, key: str) -> None:
    """Trust KEY no longer, because somebody else may have it, and issue anew what it signed for awards in force."""
    new = _change(partial(keys.distrust, issuer=own_issuer(), name=key), "Nothing was changed.")
    click.echo(f"{key} is not trusted any more: it is gone from /.well-known/did.json.")
    if new:
        click.echo(f"A new key signs in its place: {new}")
    context.invoke(issue)


def _change(act: Callable[[Work], Result], otherwise: str) -> Result:
    running = services()
    try:
        with running.database.writing() as session:
            result = act(Work(session, SYSTEM, running.clock, running.reactions))
    except RuleBroken as broken:
        told = " ".join(str(problem.words) for problem in broken.problems)
        raise click.ClickException(f"{told} {otherwise}") from broken
    running.after_commit()
    return result


def _counted(count: int) -> str:
    return "1 award" if count == 1 else f"{count} awards"
