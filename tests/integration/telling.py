"""An ear for the events of an application, so that a test can read the code in an email that nobody has written yet."""

from dataclasses import replace

from flask import Flask

from portal.audit.work import Work
from portal.kernel.events import Event


class Told:
    """Hears every event with one of these names, beside whatever else reacts to it."""

    def __init__(self, app: Flask, *names: str) -> None:
        self.events: list[Event] = []
        running = app.extensions["portal"]
        reactions = {**running.reactions, **{name: (*running.reactions.get(name, ()), self._hear) for name in names}}
        app.extensions["portal"] = replace(running, reactions=reactions)

    def _hear(self, work: Work, event: Event) -> None:
        self.events.append(event)

    @property
    def names(self) -> list[str]:
        """What has happened, in order."""
        return [event.name for event in self.events]

    def code(self) -> str:
        """The code in the newest email."""
        return str(self.events[-1].details["code"])
