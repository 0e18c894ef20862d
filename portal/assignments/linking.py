"""A lead reviewer lets somebody review who has declared a minor link with the council (C6 of docs/process.md)."""

from dataclasses import dataclass

from portal.assignments.actions import said_reason, to_assign, waiting
from portal.audit.work import Work
from portal.kernel.words import words


@dataclass(frozen=True)
class AcceptLink:
    """A minor link that was declared keeps nobody from reviewing; ``why`` says why not."""

    reference: str
    why: str


def accept_link(work: Work, command: AcceptLink) -> None:
    """Let somebody review in spite of the minor link that they declared (C6); a second reviewer looks too, then.

    Raises NotFound, IllegalMove where no link waits for a word, RuleBroken.
    """
    application = to_assign(work, command.reference)
    assignment = waiting(work, application)
    assignment.lifecycle.find(assignment.state, "accept_link")
    said = words("Say in a sentence why this link is no conflict of interest. It is kept with the application.")
    why = said_reason(command.why, said, "link_why")
    assignment.link_accepted_why, assignment.accepted_at = why, work.clock.now()
    work.perform(assignment, "accept_link", reason=why)
