"""``flask --app wsgi ourday …``: the name and the date of each year's day."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from portal.audit.work import Work
from portal.kernel.errors import RuleBroken
from portal.kernel.permissions import SYSTEM
from portal.ourday.actions import SetDay, set_day
from portal.web.services import services


@click.group("ourday")
def ourday() -> None:
    """The yearly day on which councils show their work."""


@ourday.command("set")
@click.argument("year", type=int)
@click.option("--name", required=True, help="What the day is called that year, such as #OurDay.")
@click.option("--on", "held_on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its date, as 2026-11-18.")
@with_appcontext
def set_year(year: int, name: str, held_on: datetime) -> None:
    """Set the name and the date of the day in YEAR, or change them. Councils can record their part from that day on."""
    running = services()
    try:
        with running.database.writing() as session:
            set_day(Work(session, SYSTEM, running.clock, running.reactions), SetDay(year, name, held_on.date()))
    except RuleBroken as broken:
        raise click.ClickException(" ".join(str(problem.words) for problem in broken.problems)) from broken
    click.echo(f"{name} {year} is on {held_on:%Y-%m-%d}.")
