"""The commands of ``flask --app wsgi``: each step of the process brings its own."""

from click import Group
from flask import Flask

from portal.accounts.commands import staff
from portal.councils.commands import councils
from portal.criteria.commands import criteria
from portal.demonstration.commands import demo

COMMANDS: tuple[Group, ...] = (councils, criteria, demo, staff)


def install(app: Flask) -> None:
    """Add every command to the application."""
    for command in COMMANDS:
        app.cli.add_command(command)
