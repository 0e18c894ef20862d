"""The lifecycle of a website that a council wants to add to its award's official ones (C9 of docs/process.md)."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission
from portal.kernel.words import Words, words


class WebsiteState(StrEnum):
    """Only one that has been ACCEPTED counts."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    REMOVED = "removed"
    CLOSED = "closed"


class Proof(StrEnum):
    """Where on the website the portal found what it had asked for."""

    FILE = "file"
    TAG = "tag"


STATE_WORDS: dict[WebsiteState, Words] = {
    WebsiteState.PROPOSED: words("Waiting for our check"),
    WebsiteState.ACCEPTED: words("Added"),
    WebsiteState.REFUSED: words("Not added"),
    WebsiteState.TAKEN_BACK: words("Taken back by your council"),
    WebsiteState.REMOVED: words("Added, and removed since"),
    WebsiteState.CLOSED: words("Not added: the award ended first"),
}

PROOF_WORDS: dict[Proof, Words] = {
    Proof.FILE: words("The file with the code is on the website."),
    Proof.TAG: words("The line with the code is on the website’s first page."),
}

_S, _P = WebsiteState, Permission

WEBSITE = Lifecycle(
    "website",
    _S.PROPOSED,
    (
        move("accept", [_S.PROPOSED], _S.ACCEPTED, _P.WEBSITE_CHECK, "website:accepted"),
        move("refuse", [_S.PROPOSED], _S.REFUSED, _P.WEBSITE_CHECK, "website:refused"),
        move("take_back", [_S.PROPOSED], _S.TAKEN_BACK, _P.PLACES_CHANGE, "website:taken_back"),
        # The award ended before anybody decided.
        move("close", [_S.PROPOSED], _S.CLOSED, _P.WEBSITE_CLOSE, "website:closed"),
        move("remove", [_S.ACCEPTED], _S.REMOVED, _P.PLACES_CHANGE, "website:removed"),
    ),
)
