"""One consistent row of each table that can be inconsistent, each hanging from the one before."""

from datetime import UTC, date, datetime
from uuid import UUID

from portal.accounts.states import InvitationState, MembershipState, StaffRoleState
from portal.announcements.rules import Wish
from portal.applications.models import EvidenceKind
from portal.applications.states import ApplicationState
from portal.assignments.states import AssignmentState, Place
from portal.awards.states import AwardState
from portal.claims.states import ClaimState
from portal.completeness.states import Lack
from portal.councils.kinds import Kind, Nation
from portal.criteria.states import EditionState
from portal.criteria.terms import Outcome
from portal.declarations.states import Ending
from portal.kernel.permissions import Part, Role
from portal.links.models import FindingKind, SnapshotProgress
from portal.notifications.models import Delivery

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
TODAY, LATER = date(2026, 11, 18), date(2028, 11, 17)
HASH = "0" * 64
PERSON, COLLEAGUE, COUNCIL, EDITION, APPLICATION, DECLARATION, RECALLED, ASSIGNMENT, AWARD, CHECK = (
    UUID(int=number) for number in range(1, 11)
)
ITEM, ROUND, DAY = (UUID(int=number) for number in range(11, 14))
MOVES = {"state_since": NOW, "version": 1}

Row = dict[str, object]

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
    "user_session": [{"token_hash": "t", "person_id": PERSON, "began_at": NOW, "last_seen_at": NOW}],
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
    "decision": [
        {
            "application_id": APPLICATION,
            "decided_by_id": COLLEAGUE,
            "decided_at": NOW,
            "outcome": Outcome.AWARDED,
            "record": b"{}",
            "record_sha256": HASH,
            "release_from": NOW,
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
        {"award_id": AWARD, "language": "en", "issue": 1, "pdf": b"%PDF", "sha256": HASH, "issued_at": NOW}
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
}
