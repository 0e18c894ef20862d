"""Who may be asked to sign, what a signature needs, and where an unsigned application goes back to (C2, C3, C5)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.applications.progress import STANDARDS
from portal.applications.reckoning import DECIDE_WITHIN
from portal.applications.states import ApplicationState
from portal.declarations.states import Ending
from portal.kernel.calendar import add_working_days
from portal.kernel.errors import Problem
from portal.kernel.permissions import Part, Record
from portal.kernel.words import Words, words

COMMENT_AT_MOST = 2000

_WAYS_BACK: Mapping[tuple[Ending, ApplicationState], str] = {
    (Ending.RECALLED, ApplicationState.DRAFT): "recall",
    (Ending.RECALLED, ApplicationState.RETURNED_INCOMPLETE): "recall_to_mend",
    (Ending.RECALLED, ApplicationState.RESUBMISSION_DRAFT): "recall_to_resubmit",
    (Ending.HANDED_BACK, ApplicationState.DRAFT): "hand_back",
    (Ending.HANDED_BACK, ApplicationState.RETURNED_INCOMPLETE): "hand_back_to_mend",
    (Ending.HANDED_BACK, ApplicationState.RESUBMISSION_DRAFT): "hand_back_to_resubmit",
}


@dataclass(frozen=True)
class Signature:
    """What an approver types to sign. ``account_name`` is the name that the approver's account has."""

    name: str
    role: str
    confirmed: bool
    account_name: str


@dataclass(frozen=True)
class ExpectedStep:
    """What happens next, and by when at the latest."""

    what: Words
    by: date


def way_back(ending: Ending, sent_from: ApplicationState) -> str:
    """The command that takes an unsigned application back to the state that it was sent from (C5, row 4)."""
    return _WAYS_BACK[ending, sent_from]


def senders_in(record: Record) -> frozenset[UUID]:
    """Everyone who has ever sent this application: none of them can sign it."""
    return record.parts.get(Part.SENDER, frozenset())


def approver_problems(
    chosen: UUID | None, approvers: Collection[UUID], sender: UUID | None, earlier_senders: Collection[UUID]
) -> Iterator[Problem]:
    """What is wrong with the approver whom the sender has chosen.

    ``approvers`` are the council's; whoever has ever sent this application cannot sign it, so is not asked to.
    """
    if not set(approvers) - {sender, *earlier_senders}:
        said = words(
            "Nobody can sign yet. Invite an approver on the page “People with access”. It must be somebody who has"
            " never sent this application."
        )
        yield Problem("approver", said)
    elif chosen is None or chosen not in approvers:
        yield Problem("approver", words("Choose who is to sign."))
    elif chosen == sender:
        yield Problem("approver", words("You cannot sign what you send. Choose somebody else."))
    elif chosen in earlier_senders:
        yield Problem("approver", words("This person has sent this application before. Choose somebody else."))


def signature_problems(signature: Signature) -> Iterator[Problem]:
    """What keeps a declaration from being signed."""
    if not signature.name.strip():
        yield Problem("name", words("Type your name."))
    elif signature.account_name and _bare(signature.name) != _bare(signature.account_name):
        said = words(
            "You are signed in as %(name)s: type this name. If that is not you, sign out and sign in as yourself.",
            name=signature.account_name,
        )
        yield Problem("name", said)
    if not signature.role.strip():
        yield Problem("role", words("Type your role in the council, such as chief executive."))
    if not signature.confirmed:
        yield Problem("confirmed", words("Tick the box to say that you declare all of this."))


def comment_problems(comment: str) -> Iterator[Problem]:
    """What keeps an application from being handed back: whoever sent it must learn why."""
    if not comment.strip():
        yield Problem("comment", words("Say what has to change before you can sign."))
    elif len(comment) > COMMENT_AT_MOST:
        yield Problem("comment", words("Write at most %(most)s characters.", most=COMMENT_AT_MOST))


def next_steps(signed_on: date) -> tuple[ExpectedStep, ...]:
    """What the council may expect after signing, by the service standards of C3."""
    return (
        ExpectedStep(
            words("we check that nothing is missing, such as a file that cannot be opened. We do not score yet."),
            add_working_days(signed_on, STANDARDS[ApplicationState.SUBMITTED].days),
        ),
        ExpectedStep(
            words(
                "a reviewer has scored your application and we have decided. Time in which we wait for an answer from"
                " you is added to this date."
            ),
            add_working_days(signed_on, DECIDE_WITHIN),
        ),
    )


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()
