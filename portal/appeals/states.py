"""The lifecycle of an appeal against a decision: C8 of docs/process.md."""

from enum import StrEnum

from portal.kernel.lifecycle import Lifecycle, move
from portal.kernel.permissions import Permission
from portal.kernel.words import Words, words


class AppealState(StrEnum):
    """Where an appeal stands."""

    TO_BE_CONFIRMED = "to_be_confirmed"
    LODGED = "lodged"
    NOT_ADMITTED = "not_admitted"
    WITH_PANEL = "with_panel"
    CORRECTED = "corrected"
    FRESH_REVIEW = "fresh_review"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"


class Ground(StrEnum):
    """What an appeal can rest on. That one disagrees with a score is no ground, nor is evidence made since (C8)."""

    PROCEDURE = "procedure"
    EVIDENCE_OVERLOOKED = "evidence_overlooked"
    CONFLICT_NOT_DECLARED = "conflict_not_declared"
    ERROR_OF_FACT = "error_of_fact"


class Advice(StrEnum):
    """What an administrator advises the panel's chair on admitting an appeal."""

    ADMIT = "admit"
    DO_NOT_ADMIT = "do_not_admit"


class Finding(StrEnum):
    """What one member of the panel finds."""

    CORRECT = "correct"
    FRESH_REVIEW = "fresh_review"
    NOT_UPHELD = "not_upheld"


_S = AppealState
_P = Permission

APPEAL = Lifecycle(
    "appeal",
    _S.TO_BE_CONFIRMED,
    (
        # An owner writes it, an approver confirms it or hands it back.
        move("lodge", [_S.TO_BE_CONFIRMED], _S.LODGED, _P.APPEAL_CONFIRM, "appeal:lodged"),
        move("refuse", [_S.TO_BE_CONFIRMED], _S.WITHDRAWN, _P.APPEAL_CONFIRM, "appeal:refused"),
        move(
            "withdraw",
            [_S.TO_BE_CONFIRMED, _S.LODGED, _S.WITH_PANEL],
            _S.WITHDRAWN,
            _P.APPEAL_WRITE,
            "appeal:withdrawn",
        ),
        move("do_not_admit", [_S.LODGED], _S.NOT_ADMITTED, _P.APPEAL_CHAIR, "appeal:not_admitted"),
        move("admit", [_S.LODGED], _S.WITH_PANEL, _P.APPEAL_CHAIR, "appeal:admitted"),
        move("correct", [_S.WITH_PANEL], _S.CORRECTED, _P.APPEAL_CHAIR, "appeal:corrected"),
        move("order_fresh_review", [_S.WITH_PANEL], _S.FRESH_REVIEW, _P.APPEAL_CHAIR, "appeal:fresh_review"),
        move("do_not_uphold", [_S.WITH_PANEL], _S.NOT_UPHELD, _P.APPEAL_CHAIR, "appeal:not_upheld"),
    ),
)

OPEN_STATES = frozenset({_S.TO_BE_CONFIRMED, _S.LODGED, _S.WITH_PANEL})
# These end the appeal; one that was withdrawn can be made again in time.
UPHELD = (_S.CORRECTED, _S.FRESH_REVIEW)
DECIDED_STATES = frozenset({_S.NOT_ADMITTED, _S.CORRECTED, _S.FRESH_REVIEW, _S.NOT_UPHELD})

STATE_WORDS: dict[AppealState, Words] = {
    _S.TO_BE_CONFIRMED: words("Waiting for your approver to confirm"),
    _S.LODGED: words("Received: we look whether it can be heard"),
    _S.NOT_ADMITTED: words("Not admitted"),
    _S.WITH_PANEL: words("With the appeal panel"),
    _S.CORRECTED: words("Upheld: scores put right"),
    _S.FRESH_REVIEW: words("Upheld: to be reviewed afresh"),
    _S.NOT_UPHELD: words("Not upheld"),
    _S.WITHDRAWN: words("Withdrawn"),
}

GROUND_WORDS: dict[Ground, Words] = {
    Ground.PROCEDURE: words("The procedure was not followed"),
    Ground.EVIDENCE_OVERLOOKED: words("Evidence that we gave was overlooked"),
    Ground.CONFLICT_NOT_DECLARED: words("Somebody had a conflict of interest and did not declare it"),
    Ground.ERROR_OF_FACT: words("There is a clear error of fact"),
}

FINDING_WORDS: dict[Finding, Words] = {
    Finding.CORRECT: words("Upheld: scores are to be put right"),
    Finding.FRESH_REVIEW: words("Upheld: new reviewers are to look"),
    Finding.NOT_UPHELD: words("Not upheld"),
}

ADVICE_WORDS: dict[Advice, Words] = {
    Advice.ADMIT: words("Admit it: it rests on a ground"),
    Advice.DO_NOT_ADMIT: words("Do not admit it: it rests on no ground"),
}
