"""The rows and the cases of official places."""

from portal.awards.states import PlaceKind
from portal.places.states import WebsiteState
from tests.integration.lifecycles.keys import AWARD, COUNCIL, MOVES, NOW, PERSON, TODAY, Row

PLACES_ROWS: dict[str, list[Row]] = {
    "award_place_change": [
        {
            "award_id": AWARD,
            "place": 1,
            "kind": PlaceKind.WEBSITE,
            "value": "example.gov.uk",
            "added": True,
            "from_on": TODAY,
            "recorded_at": NOW,
        }
    ],
    "proposed_website": [
        {
            "council_id": COUNCIL,
            "host": "example.gov.uk",
            "purpose": "News",
            "state": WebsiteState.PROPOSED,
            "token": "0" * 40,
            "proposed_by_id": PERSON,
            "proposed_at": NOW,
            "looks": 0,
            "fault": "",
            "refused_because": "",
            **MOVES,
        }
    ],
}
PLACES_REFUSED: dict[str, Row] = {
    "ck_award_place_change_kind": {"kind": "nonsense"},
    "ck_award_place_change_names_its_place": {"value": ""},
    "ck_proposed_website_found": {"found": "nonsense", "found_at": NOW},
    "ck_proposed_website_found_has_its_moment": {"found_at": NOW},
    "ck_proposed_website_has_a_purpose": {"purpose": ""},
    "ck_proposed_website_refused_has_its_reason": {"state": WebsiteState.REFUSED},
    "ck_proposed_website_state": {"state": "nonsense"},
    "ck_proposed_website_token_cannot_be_guessed": {"token": "1"},
}
PLACES_ANOTHER: dict[str, tuple[Row, Row]] = {
    "uq_proposed_website_waits": ({}, {"state": WebsiteState.TAKEN_BACK}),
}
