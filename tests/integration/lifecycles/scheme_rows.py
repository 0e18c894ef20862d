"""One consistent row of each table from the choice of a reviewer on."""

from portal.announcements.rules import Wish
from portal.appeals.states import AppealState, Finding
from portal.assignments.states import AssignmentState, Place
from portal.awards.states import AwardState
from portal.concerns.states import ConcernKind, ConcernState
from portal.consistency.states import ExerciseState
from portal.criteria.terms import Outcome
from portal.draws.states import SeedState
from portal.keys.states import KeyState, Purpose
from portal.notifications.models import Delivery
from tests.integration.lifecycles.keys import (
    APPEAL,
    APPLICATION,
    ASSIGNMENT,
    AWARD,
    CALIBRATED,
    COLLEAGUE,
    CONCERN,
    COUNCIL,
    DECISION,
    EDITION,
    EXERCISE,
    HASH,
    LATER,
    MOVES,
    NOW,
    PERSON,
    TODAY,
    Row,
)

AFTER_THE_CHECK: dict[str, list[Row]] = {
    "assignment": [
        {
            "id": ASSIGNMENT,
            "application_id": APPLICATION,
            "council_id": COUNCIL,
            "reviewer_id": PERSON,
            "proposed_by_id": COLLEAGUE,
            "place": Place.FIRST,
            "why": "Has time.",
            "state": AssignmentState.PROPOSED,
            "proposed_at": NOW,
            **MOVES,
        }
    ],
    "score": [
        {
            "assignment_id": ASSIGNMENT,
            "criterion": "INF-1",
            "score": 2,
            "agreed_not_applicable": False,
            "reason": "Good.",
            "improvement": "",
            "live_check": "",
            "answer_revision_number": 1,
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "final_score": [
        {
            "application_id": APPLICATION,
            "criterion": "INF-1",
            "score": 2,
            "reason": "Good.",
            "saved_by_id": COLLEAGUE,
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "objection": [{"assignment_id": ASSIGNMENT, "raised_by_id": PERSON, "raised_at": NOW, "why": "We have met."}],
    "live_check": [
        {
            "assignment_id": ASSIGNMENT,
            "criterion": "INF-1",
            "account": "@a",
            "checked_on": TODAY,
            "sampled": 10,
            "good": 9,
            "recorded_at": NOW,
        }
    ],
    "issuer_key": [
        {
            "purpose": Purpose.PROOF,
            "name": "z6Mk",
            "public": b"p",
            "salt": b"s",
            "nonce": b"n",
            "sealed_private": b"s",
            "certificate": None,
            "state": KeyState.IN_USE,
            "made_at": NOW,
            **MOVES,
        }
    ],
    "draw_seed": [
        {
            "period": "2026-Q4",
            "seed": b"s",
            "one_in": 5,
            "commitment": HASH,
            "state": SeedState.COMMITTED,
            "committed_at": NOW,
            **MOVES,
        }
    ],
    "conversation": [
        {
            "application_id": APPLICATION,
            "round": 1,
            "held_on": TODAY,
            "criteria": ["INF-1"],
            "note": "They agree on 2.",
            "recorded_by_id": COLLEAGUE,
            "recorded_at": NOW,
        }
    ],
    "decision": [
        {
            "id": DECISION,
            "application_id": APPLICATION,
            "decided_by_id": COLLEAGUE,
            "decided_at": NOW,
            "outcome": Outcome.AWARDED,
            "record": b"{}",
            "record_sha256": HASH,
            "release_from": NOW,
        }
    ],
    "appeal": [
        {
            "id": APPEAL,
            "reference": "AP-1",
            "application_id": APPLICATION,
            "council_id": COUNCIL,
            "decision_id": DECISION,
            "state": AppealState.TO_BE_CONFIRMED,
            "grounds": ["procedure"],
            "criteria": ["INF-1"],
            "statement": "The link was not opened.",
            "written_by_id": PERSON,
            "written_at": NOW,
            **MOVES,
        }
    ],
    "panel_member": [{"appeal_id": APPEAL, "person_id": COLLEAGUE, "chair": True, "joined_at": NOW}],
    "panel_finding": [
        {
            "appeal_id": APPEAL,
            "person_id": COLLEAGUE,
            "finding": Finding.CORRECT,
            "why": "It was overlooked.",
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "corrected_score": [
        {
            "appeal_id": APPEAL,
            "criterion": "INF-1",
            "score": 3,
            "reason": "The link shows it.",
            "saved_by_id": COLLEAGUE,
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "calibration_exercise": [
        {
            "id": EXERCISE,
            "title": "2026",
            "edition_id": EDITION,
            "state": ExerciseState.OPEN,
            "finish_by": LATER,
            "created_by_id": COLLEAGUE,
            **MOVES,
        }
    ],
    "calibration_application": [
        {"id": CALIBRATED, "exercise_id": EXERCISE, "application_id": APPLICATION, "label": "A"}
    ],
    "calibration_score": [
        {
            "calibration_application_id": CALIBRATED,
            "reviewer_id": PERSON,
            "criterion": "INF-1",
            "score": 2,
            "reason": "Good.",
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "past_example": [
        {
            "criterion": "INF-1",
            "score": 2,
            "example": "A list of accounts.",
            "why": "It is whole.",
            "written_by_id": COLLEAGUE,
            "written_at": NOW,
        }
    ],
    "edition_draft": [
        {
            "name": "2028",
            "source": "",
            "begun_by_id": PERSON,
            "begun_at": NOW,
            "saved_by_id": PERSON,
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "announcement_wish": [
        {"application_id": APPLICATION, "wish": Wish.ASK_FIRST, "saved_by_id": PERSON, "saved_at": NOW},
    ],
    "award": [
        {
            "id": AWARD,
            "number": "K7QX-3MWDR",
            "council_id": COUNCIL,
            "application_id": APPLICATION,
            "edition_id": EDITION,
            "state": AwardState.VALID,
            "commendation": False,
            "granted_at": NOW,
            "starts_on": TODAY,
            "ends_on": LATER,
            **MOVES,
        }
    ],
    "award_state_change": [
        {"award_id": AWARD, "place": 1, "state": AwardState.VALID, "from_on": TODAY, "recorded_at": NOW}
    ],
    "certificate": [
        {
            "award_id": AWARD,
            "language": "en",
            "issue": 1,
            "pdf": b"%PDF",
            "sha256": HASH,
            "printed": {},
            "issued_at": NOW,
        }
    ],
    "outbox_email": [
        {
            "code": "E1",
            "to_address": "ann@example.gov.uk",
            "letter": {},
            "delivery": Delivery.WAITING,
            "queued_at": NOW,
            "run_after": NOW,
        }
    ],
    "concern": [
        {
            "id": CONCERN,
            "reference": "RPT-1",
            "council_id": COUNCIL,
            "state": ConcernState.RECEIVED,
            "kind": ConcernKind.OLD_BADGE,
            "where_seen": "Its front page.",
            "what": "The badge is old.",
            "fingerprint": HASH,
            "received_at": NOW,
            **MOVES,
        }
    ],
    "concern_tally": [{"day": TODAY, "key": "k", "reports": 1}],
}
