"""``flask --app wsgi decisions …``: decisions worked out again, by whoever runs the portal."""

import click
from flask.cli import with_appcontext

from portal.criteria.results import Step
from portal.decisions import rules
from portal.decisions.recomputing import Recomputed, all_rounds
from portal.kernel.errors import NotFound
from portal.web.services import services


@click.group("decisions")
def decisions() -> None:
    """What was decided."""


@decisions.command("recompute")
@click.argument("reference")
@with_appcontext
def recompute(reference: str) -> None:
    """Work the decisions on the application REFERENCE out again, each with every rule; fail where one differs."""
    try:
        with services().database.reading() as session:
            rounds = all_rounds(session, reference.strip().upper())
    except NotFound as missing:
        raise click.ClickException(f"There is no decision on {reference}.") from missing
    for each in rounds:
        _show(each)
    if not all(each.same for each in rounds):
        raise click.exceptions.Exit(1)


def _show(found: Recomputed) -> None:
    click.echo(f"{found.reference}, round {found.round}, decided on {found.decided_at:%Y-%m-%d}: {found.outcome}")
    click.echo(f"  record   sha256 {found.record_sha256}")
    click.echo(f"  edition  sha256 {found.edition_sha256}  ({found.edition.slug}, {found.edition.version})")
    if found.result is not None:
        for step in found.result.trace:
            _show_step(step)
        total = rules.total_of(found.result)
        click.echo(f"  total {total} = {found.result.shown_total}%, outcome {found.result.outcome}")
    for check in found.checks:
        click.echo(f"  {'yes' if check.holds else 'NO '}  {check.words}")
    click.echo("The same." if found.same else "Differs.")


def _show_step(step: Step) -> None:
    inputs = " ".join(f"{name}={value}" for name, value in step.inputs)
    compared = "<=" if step.at_most else ">="
    held = "holds" if step.holds else "does not hold"
    click.echo(f"  {step.id}: {step.measured} {compared} {step.threshold}, {held} ({inputs})")
