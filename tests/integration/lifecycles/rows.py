"""One consistent row of each table that can be inconsistent, each hanging from the one before."""

from portal.accounts.states import InvitationState, MembershipState, StaffRoleState
from portal.applications.models import EvidenceKind
from portal.applications.states import ApplicationState
from portal.claims.states import ClaimState
from portal.completeness.states import Lack
from portal.councils.kinds import Kind, Nation
from portal.criteria.states import EditionState
from portal.declarations.states import Ending
from portal.kernel.permissions import Part, Role
from portal.links.models import FindingKind, SnapshotProgress
from portal.secondstep.models import Purpose
from tests.integration.lifecycles.credentials import CREDENTIALS
from tests.integration.lifecycles.keys import (
    APPLICATION,
    CHECK,
    COLLEAGUE,
    COUNCIL,
    DAY,
    DECLARATION,
    EDITION,
    HASH,
    ITEM,
    MOVES,
    NOW,
    PERSON,
    RECALLED,
    ROUND,
    SESSION,
    TODAY,
    Row,
)
from tests.integration.lifecycles.places import PLACES_ROWS
from tests.integration.lifecycles.scheme_rows import AFTER_THE_CHECK
from tests.integration.lifecycles.standing_rows import OF_STANDING

SENT: Row = {
    "application_id": APPLICATION,
    "sent_from": ApplicationState.DRAFT,
    "sent_by_id": PERSON,
    "approver_id": COLLEAGUE,
    "sent_at": NOW,
    "statement": "1",
    "snapshot": b"{}",
    "sha256": HASH,
}

ROWS: dict[str, list[Row]] = {
    "person": [
        {"id": PERSON, "email": "ann@example.gov.uk", "since": NOW},
        {"id": COLLEAGUE, "email": "bob@example.gov.uk", "since": NOW},
    ],
    "council": [{"id": COUNCIL, "slug": "a", "name": "A", "kind": Kind.DISTRICT, "nation": Nation.ENGLAND}],
    "edition": [
        {
            "id": EDITION,
            "slug": "2026",
            "version_name": "1",
            "canonical": b"{}",
            "sha256": HASH,
            "state": EditionState.PUBLISHED,
            "published_at": NOW,
            **MOVES,
        }
    ],
    "conflict_of_interest": [{"person_id": PERSON, "council_id": COUNCIL, "reason": "A cousin.", "since": NOW}],
    "staff_role": [{"person_id": PERSON, "role": Role.LEAD, "state": StaffRoleState.ACTIVE, "since": NOW, **MOVES}],
    "membership": [
        {
            "person_id": PERSON,
            "council_id": COUNCIL,
            "role": Role.OWNER,
            "state": MembershipState.ACTIVE,
            "since": NOW,
            **MOVES,
        }
    ],
    "invitation": [
        {
            "council_id": COUNCIL,
            "email": "new@example.gov.uk",
            "role": Role.APPROVER,
            "state": InvitationState.SENT,
            "invited_by_id": PERSON,
            "sent_at": NOW,
            "expires_at": NOW,
            **MOVES,
        }
    ],
    "sign_in_code": [
        {
            "email": "ann@example.gov.uk",
            "browser_hash": "b",
            "origin_hash": "o",
            "code_hash": "c",
            "sent_at": NOW,
            "expires_at": NOW,
        }
    ],
    "user_session": [{"id": SESSION, "token_hash": "t", "person_id": PERSON, "began_at": NOW, "last_seen_at": NOW}],
    "passkey": [
        {
            "person_id": PERSON,
            "credential_id": "c",
            "public_key": "k",
            "sign_count": 0,
            "transports": [],
            "name": "Work laptop",
            "added_at": NOW,
        }
    ],
    "passkey_challenge": [{"session_id": SESSION, "purpose": Purpose.ADD, "challenge": "c", "expires_at": NOW}],
    "recovery_code": [{"person_id": PERSON, "code_hash": "h", "made_at": NOW}],
    "claim": [
        {
            "council_id": COUNCIL,
            "person_id": PERSON,
            "state": ClaimState.PENDING,
            "name": "Ann",
            "job_title": "Officer",
            "email": "ann@example.gov.uk",
            "domain_shared": False,
            "made_at": NOW,
            **MOVES,
        }
    ],
    "application": [
        {
            "id": APPLICATION,
            "reference": "APP-1",
            "council_id": COUNCIL,
            "edition_id": EDITION,
            "state": ApplicationState.IN_REVIEW,
            "started_at": NOW,
            "submitted_at": NOW,
            **MOVES,
        }
    ],
    "involvement": [{"case_id": APPLICATION, "person_id": PERSON, "part": Part.SENDER, "since": NOW}],
    "answer": [
        {
            "application_id": APPLICATION,
            "criterion": "INF-1",
            "self_score": 2,
            "saved_by_id": PERSON,
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "evidence_item": [
        {
            "id": ITEM,
            "application_id": APPLICATION,
            "criterion": "INF-1",
            "kind": EvidenceKind.LINK,
            "note": "Page 1",
            "address": "https://example.gov.uk/",
            "added_by_id": PERSON,
            "added_at": NOW,
        }
    ],
    "withdrawal_request": [
        {"application_id": APPLICATION, "reason": "Merging.", "asked_by_id": PERSON, "asked_at": NOW},
    ],
    "comment": [
        {
            "application_id": APPLICATION,
            "criterion": "INF-1",
            "text": "Who has this?",
            "written_by_id": PERSON,
            "written_at": NOW,
        }
    ],
    "finding": [
        {
            "application_id": APPLICATION,
            "criterion": "INF-1",
            "kind": FindingKind.ACCOUNTS_PAGE,
            "address": "https://example.gov.uk/social",
            "found_at": NOW,
        }
    ],
    "link_snapshot": [
        {
            "evidence_item_id": ITEM,
            "address": "https://example.gov.uk/",
            "progress": SnapshotProgress.WAITING,
            "asked_at": NOW,
            "run_after": NOW,
        }
    ],
    "clarification_round": [
        {"id": ROUND, "application_id": APPLICATION, "number": 1, "reviewer_id": COLLEAGUE, "begun_at": NOW}
    ],
    "clarification_question": [{"round_id": ROUND, "criterion": "INF-1", "question": "Since when?"}],
    "access_review": [{"council_id": COUNCIL, "opened_at": NOW}],
    "our_day": [{"id": DAY, "year": 2026, "name": "#OurDay", "held_on": TODAY}],
    "our_day_record": [
        {
            "council_id": COUNCIL,
            "day_id": DAY,
            "posts": 3,
            "accounts": 1,
            "saved_by_id": PERSON,
            "saved_at": NOW,
            "version": 1,
        }
    ],
    "declaration": [
        {"id": DECLARATION, "number": 1, **SENT},
        {
            "id": RECALLED,
            "number": 2,
            **SENT,
            "ending": Ending.RECALLED,
            "ended_at": NOW,
            "ended_by_id": PERSON,
        },
    ],
    "completeness_check": [
        {
            "id": CHECK,
            "application_id": APPLICATION,
            "declaration_id": DECLARATION,
            "round": 1,
            "opened_by_id": PERSON,
            "opened_at": NOW,
        }
    ],
    "missing_item": [{"check_id": CHECK, "item": "INF-1", "lack": Lack.OTHER, "what": "The second link."}],
    **AFTER_THE_CHECK,
    **CREDENTIALS,
    **PLACES_ROWS,
    **OF_STANDING,
}
