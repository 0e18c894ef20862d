"""A suspension, a withdrawal, a wish to give up and a contact, each hanging from the award."""

from portal.awards.states import ReasonType
from portal.standing.models import ContactKind
from portal.standing.states import GivingUpState, Ground, SuspensionState, WithdrawingState
from tests.integration.lifecycles.keys import APPLICATION, AWARD, COUNCIL, MOVES, NOW, PERSON, SUSPENDED, Row

OF_STANDING: dict[str, list[Row]] = {
    "suspension": [
        {
            "id": SUSPENDED,
            "award_id": AWARD,
            "council_id": COUNCIL,
            "application_id": APPLICATION,
            "state": SuspensionState.PROPOSED,
            "ground": Ground.MISUSE,
            "seen": "Posters.",
            "to_put_right": "Take them down.",
            "public_note": "Misused.",
            "proposed_by_id": PERSON,
            "proposed_at": NOW,
            **MOVES,
        }
    ],
    "withdrawing": [
        {
            "award_id": AWARD,
            "council_id": COUNCIL,
            "application_id": APPLICATION,
            "state": WithdrawingState.PROPOSED,
            "reason_type": ReasonType.MISUSE,
            "why": "Posters.",
            "public_note": "Misused.",
            "proposed_by_id": PERSON,
            "proposed_at": NOW,
            **MOVES,
        }
    ],
    "giving_up": [
        {
            "award_id": AWARD,
            "council_id": COUNCIL,
            "application_id": APPLICATION,
            "state": GivingUpState.ASKED,
            "reason": "A new start.",
            "asked_by_id": PERSON,
            "asked_at": NOW,
            **MOVES,
        }
    ],
    "award_contact": [
        {
            "council_id": COUNCIL,
            "kind": ContactKind.WEB,
            "email": "web@example.gov.uk",
            "saved_by_id": PERSON,
            "saved_at": NOW,
        }
    ],
}
