"""The commands of ``flask --app wsgi``: each step of the process brings its own."""

from click import Command
from flask import Flask

from portal.accounts.commands import staff
from portal.certificates.commands import credentials, distrust
from portal.councils.commands import councils
from portal.criteria.commands import criteria
from portal.decisions.commands import decisions
from portal.demonstration.commands import demo
from portal.draws.commands import draws
from portal.keys.commands import keys
from portal.notifications.commands import worker
from portal.ourday.commands import ourday
from portal.publishing.commands import publish
from portal.secondstep.commands import remove_second_step
from portal.transparency.commands import log

COMMANDS: tuple[Command, ...] = (
    councils,
    credentials,
    criteria,
    decisions,
    demo,
    draws,
    keys,
    log,
    ourday,
    publish,
    staff,
    worker,
)


# Commands of a later step in the group of an earlier one.
keys.add_command(distrust)
staff.add_command(remove_second_step)


def install(app: Flask) -> None:
    """Add every command to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
