"""What the database must refuse: a case for each CHECK and for each unique index over some rows only."""

from datetime import timedelta

from portal.accounts.states import MembershipState, StaffRoleState
from portal.appeals.states import Advice, AppealState
from portal.applications.models import EvidenceKind, LinkVerdict
from portal.applications.states import ApplicationState, WithdrawalAnswer
from portal.assignments.states import AssignmentState, Interest
from portal.awards.states import AwardState, ReasonType
from portal.claims.states import ClaimState, Method
from portal.clarifications.states import RoundEnding
from portal.completeness.states import CheckOutcome
from portal.criteria.states import EditionState
from portal.declarations.states import Ending
from portal.draws.states import SeedState
from portal.keys.states import KeyState
from portal.links.models import FindingAnswer, SnapshotProgress
from portal.notifications.models import Delivery
from portal.standing.states import GivingUpState, SuspensionState, WithdrawingState
from portal.uploads.results import Scan
from tests.integration.lifecycles.keys import AWARD, COLLEAGUE, LATER, NOW, PERSON, RECALLED, TODAY, Row
from tests.integration.lifecycles.places import PLACES_ANOTHER, PLACES_REFUSED

NONSENSE = "nonsense"
CLOSED: Row = {"closed_at": NOW, "closed_by_id": PERSON}
ANSWERED: Row = {"answered_at": NOW, "answered_by_id": COLLEAGUE}
ASKED: Row = {"asked_at": NOW, "answer_by": TODAY}
ENDED: Row = {"ended_at": NOW, "ended_by_id": COLLEAGUE}
SIGNED: Row = {"ending": Ending.SIGNED, "signed_name": "Bob", "signed_role": "Director", **ENDED}
A_FILE: Row = {
    "kind": EvidenceKind.FILE,
    "address": None,
    "file_key": "k",
    "file_name": "a.pdf",
    "media_type": "application/pdf",
    "size": 1,
    "sha256": "0" * 64,
    "scan": Scan.NOT_SCANNED,
}
LODGED: Row = {"lodged_at": NOW, "confirmed_by_id": COLLEAGUE}
CHECKED: Row = {"verified_on": TODAY, "number_called": "01234 567890", "notes": "The monitoring officer."}

# Each CHECK, and the change to a consistent row that it, and it alone, refuses.
REFUSED: dict[str, Row] = {
    **PLACES_REFUSED,
    "ck_access_review_confirmed_by_somebody": {"confirmed_at": NOW},
    "ck_announcement_wish_a_day_is_named": {"wanted_on": TODAY},
    "ck_announcement_wish_wish": {"wish": NONSENSE},
    "ck_answer_not_applicable_has_no_score": {"not_applicable": True},
    "ck_answer_self_score_in_range": {"self_score": 4},
    "ck_application_resubmission_names_what_it_repeats": {"state": ApplicationState.RESUBMISSION_DRAFT},
    "ck_application_held_from": {"held_from": NONSENSE},
    "ck_application_hold_has_its_reason": {"state": ApplicationState.ON_HOLD},
    "ck_application_round_counts_from_one": {"round": 0},
    "ck_application_state": {"state": NONSENSE},
    "ck_application_submitted_has_its_moment": {"submitted_at": None},
    "ck_assignment_accepted_has_its_moment": {"state": AssignmentState.ACCEPTED, "interest": Interest.NONE},
    "ck_assignment_choice_has_a_reason": {"why": ""},
    "ck_assignment_declared_interest_is_described": {"interest": Interest.MINOR},
    "ck_assignment_end_has_a_reason": {"state": AssignmentState.DECLINED},
    "ck_assignment_extension_has_its_reason": {"extended_to": LATER},
    "ck_assignment_locked_has_begun": {
        "state": AssignmentState.LOCKED,
        "interest": Interest.NONE,
        "accepted_at": NOW,
    },
    "ck_assignment_interest": {"interest": NONSENSE, "declaration": "A link."},
    "ck_assignment_place": {"place": NONSENSE},
    "ck_assignment_state": {"state": NONSENSE},
    "ck_assignment_whoever_reviews_has_no_interest": {
        "state": AssignmentState.LOCKED,
        "accepted_at": NOW,
        "begun_at": NOW,
        "interest": Interest.MINOR,
        "declaration": "A link.",
    },
    "ck_award_days_in_order": {"starts_on": LATER + timedelta(days=1)},
    "ck_award_grace_takes_nothing_away": {"grace_until": LATER - timedelta(days=1)},
    "ck_award_renewal_opens_before_the_end": {"renewal_opens_on": LATER + timedelta(days=1)},
    "ck_award_state": {"state": NONSENSE},
    "ck_award_state_change_not_replaced_by_itself": {"state": AwardState.REPLACED, "replaced_by_id": AWARD},
    "ck_award_state_change_public_is_told_why": {"state": AwardState.SUSPENDED},
    "ck_award_state_change_reason_type": {
        "state": AwardState.WITHDRAWN,
        "public_note": "It was not so.",
        "reason_type": NONSENSE,
    },
    "ck_award_state_change_replaced_by_another": {"state": AwardState.REPLACED},
    "ck_award_state_change_state": {"state": NONSENSE},
    "ck_award_state_change_withdrawn_has_its_reason": {"reason_type": ReasonType.MISUSE},
    "ck_appeal_advice": {"advice": NONSENSE, "advised_by_id": PERSON},
    "ck_appeal_advice_is_somebodys": {"advice": Advice.ADMIT},
    "ck_appeal_end_has_its_reason": {"state": AppealState.NOT_UPHELD, **LODGED},
    "ck_appeal_lodged_has_its_moment": {"state": AppealState.LODGED},
    "ck_appeal_says_something": {"statement": ""},
    # What this one refuses, another refuses too where there is no outcome.
    "ck_appeal_state": {"state": NONSENSE, **LODGED, "outcome_why": "So."},
    "ck_award_contact_kind": {"kind": NONSENSE},
    "ck_giving_up_confirmed_by_another": {"state": GivingUpState.CONFIRMED, "answered_by_id": PERSON},
    "ck_giving_up_state": {"state": NONSENSE},
    "ck_suspension_decided_by_another": {"decided_by_id": PERSON},
    "ck_suspension_ground": {"ground": NONSENSE},
    "ck_suspension_notice_names_the_day": {"state": SuspensionState.NOTIFIED},
    "ck_suspension_public_is_told_why": {"public_note": ""},
    "ck_suspension_state": {"state": NONSENSE},
    "ck_withdrawing_answered_by_another": {"answered_by_id": PERSON},
    "ck_withdrawing_reason_type": {"reason_type": NONSENSE},
    "ck_withdrawing_state": {"state": NONSENSE},
    "ck_calibration_exercise_has_a_title": {"title": ""},
    "ck_calibration_exercise_state": {"state": NONSENSE},
    "ck_calibration_score_score_has_a_reason": {"reason": ""},
    "ck_calibration_score_score_in_range": {"score": 4},
    "ck_certificate_issues_count_from_one": {"issue": 0},
    "ck_certificate_language_is_known": {"language": "fr"},
    "ck_certificate_sha256_is_whole": {"sha256": "0"},
    "ck_claim_accepted_has_its_method": {"state": ClaimState.ACCEPTED},
    "ck_claim_callback_has_a_number": {"method": Method.CALLBACK, **CHECKED, "number_called": ""},
    "ck_claim_claimant_is_named": {"job_title": ""},
    "ck_claim_confirmation_names_who": {"method": Method.CONFIRMATION, **CHECKED, "notes": ""},
    "ck_claim_email_in_lower_case": {"email": "Ann@example.gov.uk"},
    "ck_claim_method": {"method": NONSENSE, **CHECKED},
    "ck_claim_method_has_its_day": {"method": Method.CALLBACK, **CHECKED, "verified_on": None},
    "ck_claim_refused_has_its_reason": {"state": ClaimState.REFUSED},
    "ck_claim_state": {"state": NONSENSE},
    "ck_clarification_question_asks_something": {"question": ""},
    "ck_clarification_question_reply_has_its_moment": {"reply": "In May."},
    "ck_clarification_question_reply_has_its_person": {"reply": "In May.", "replied_at": NOW},
    "ck_clarification_round_asked_has_its_deadline": {"asked_at": NOW},
    # What this one refuses, the one after refuses too where it was not asked.
    "ck_clarification_round_ending": {"ending": NONSENSE, **ASKED, "ended_at": NOW},
    "ck_clarification_round_ending_has_its_moment": {"ending": RoundEnding.ANSWERED, **ASKED},
    "ck_clarification_round_two_rounds_at_most": {"number": 3},
    "ck_clarification_round_extension_has_its_reason": {"extended_at": NOW},
    "ck_conflict_of_interest_kind": {"kind": NONSENSE},
    "ck_conversation_says_something": {"note": ""},
    "ck_corrected_score_score_has_a_reason": {"reason": ""},
    "ck_corrected_score_score_in_range": {"score": 4},
    "ck_comment_says_something": {"text": ""},
    "ck_completeness_check_extension_has_its_reason": {"extended_at": NOW, "extended_by_id": PERSON},
    "ck_completeness_check_outcome": {"outcome": NONSENSE, **CLOSED},
    "ck_completeness_check_outcome_has_its_moment_and_person": {"outcome": CheckOutcome.PASSED},
    "ck_completeness_check_returned_has_its_deadline": {"outcome": CheckOutcome.RETURNED, **CLOSED},
    "ck_completeness_check_round_counts_from_one": {"round": 0},
    "ck_council_days_in_order": {"first_day": LATER, "last_day": TODAY},
    "ck_council_kind": {"kind": NONSENSE},
    "ck_council_nation": {"nation": NONSENSE},
    "ck_decision_outcome": {"outcome": NONSENSE},
    "ck_decision_sha256_is_whole": {"record_sha256": "0"},
    "ck_declaration_ending": {"ending": NONSENSE, **ENDED},
    "ck_declaration_ending_has_its_moment_and_person": {**ENDED},
    "ck_declaration_handed_back_with_a_comment": {"ending": Ending.HANDED_BACK, **ENDED},
    "ck_declaration_nobody_is_asked_to_sign_what_they_sent": {"approver_id": PERSON},
    "ck_declaration_nobody_signs_what_they_sent": {**SIGNED, "ended_by_id": PERSON},
    "ck_declaration_number_counts_from_one": {"number": 0},
    # What this one refuses, the next refuses too: either name may stand in the error, and one begins the other.
    "ck_declaration_sent_from": {"sent_from": NONSENSE},
    "ck_declaration_sent_from_where_it_was_written": {"sent_from": ApplicationState.SUBMITTED},
    "ck_declaration_sha256_is_whole": {"sha256": "0"},
    "ck_declaration_signature_has_name_and_role": {**SIGNED, "signed_role": ""},
    "ck_issuer_key_purpose": {"purpose": NONSENSE},
    "ck_issuer_key_retired_has_its_moment": {"state": KeyState.RETIRED},
    "ck_issuer_key_seal_has_its_certificate": {"certificate": b"c"},
    "ck_issuer_key_state": {"state": NONSENSE},
    "ck_draw_seed_commitment_is_whole": {"commitment": "0"},
    "ck_draw_seed_one_in_some": {"one_in": 0},
    "ck_draw_seed_revealed_has_its_moment": {"state": SeedState.REVEALED},
    "ck_draw_seed_state": {"state": NONSENSE},
    "ck_edition_draft_has_a_name": {"name": ""},
    "ck_edition_scheduled_has_its_day": {"state": EditionState.SCHEDULED},
    "ck_edition_published_has_its_moment": {"state": EditionState.PUBLISHED, "published_at": None},
    "ck_edition_sha256_is_whole": {"sha256": "0"},
    "ck_edition_state": {"state": NONSENSE},
    "ck_evidence_item_file_has_its_bytes": {**A_FILE, "size": 0},
    "ck_evidence_item_file_says_whether_it_was_scanned": {**A_FILE, "scan": None},
    "ck_evidence_item_kind": {"kind": NONSENSE, "address": None},
    "ck_evidence_item_scan": {**A_FILE, "scan": NONSENSE},
    "ck_evidence_item_verdict": {"verdict": NONSENSE, "checked_at": NOW},
    "ck_evidence_item_verdict_on_a_link_has_its_moment": {"verdict": LinkVerdict.DEAD},
    "ck_evidence_item_link_has_its_address": {"address": None},
    "ck_finding_answer": {"answer": NONSENSE, **ANSWERED},
    "ck_finding_answer_has_its_moment_and_person": {"answer": FindingAnswer.ACCEPTED},
    "ck_finding_kind": {"kind": NONSENSE},
    "ck_final_score_change_has_a_reason": {"differs": True},
    "ck_final_score_score_has_a_reason": {"reason": ""},
    "ck_final_score_score_in_range": {"score": 4},
    "ck_invitation_email_in_lower_case": {"email": "New@example.gov.uk"},
    "ck_invitation_role": {"role": NONSENSE},
    "ck_invitation_state": {"state": NONSENSE},
    "ck_involvement_part": {"part": NONSENSE},
    "ck_link_snapshot_progress": {"progress": NONSENSE},
    "ck_link_snapshot_taken_has_its_bytes": {"progress": SnapshotProgress.TAKEN},
    "ck_live_check_good_out_of_sampled": {"good": 11},
    "ck_live_check_names_an_account": {"account": ""},
    "ck_membership_role": {"role": NONSENSE},
    "ck_membership_state": {"state": NONSENSE},
    "ck_missing_item_lack": {"lack": NONSENSE},
    "ck_missing_item_says_what": {"what": ""},
    "ck_objection_answer_is_whole": {"upheld": True},
    "ck_objection_says_why": {"why": ""},
    "ck_our_day_has_a_name": {"name": ""},
    "ck_our_day_record_counts_from_nothing": {"posts": -1},
    "ck_outbox_email_delivery": {"delivery": NONSENSE},
    "ck_outbox_email_sent_has_its_moment": {"delivery": Delivery.SENT},
    "ck_panel_finding_finding": {"finding": NONSENSE},
    "ck_panel_finding_has_a_reason": {"why": ""},
    "ck_passkey_challenge_purpose": {"purpose": NONSENSE},
    "ck_passkey_used_after_it_was_added": {"last_used_at": NOW - timedelta(seconds=1)},
    "ck_passkey_uses_counted": {"sign_count": -1},
    "ck_past_example_says_what_and_why": {"why": ""},
    "ck_past_example_score_in_range": {"score": 4},
    "ck_person_email_in_lower_case": {"email": "Ann@example.gov.uk"},
    "ck_person_step_of_a_secret": {"totp_last_step": 1},
    "ck_recovery_code_used_after_it_was_made": {"used_at": NOW - timedelta(seconds=1)},
    "ck_score_low_score_says_what_would_raise_it": {"score": 1},
    "ck_score_score_has_a_reason": {"reason": ""},
    "ck_score_score_in_range": {"score": 4},
    "ck_score_score_or_not_applicable": {"agreed_not_applicable": True},
    "ck_sign_in_code_attempts_counted": {"attempts": -1},
    "ck_staff_role_role": {"role": NONSENSE},
    "ck_staff_role_state": {"state": NONSENSE},
    "ck_user_session_seen_after_it_began": {"last_seen_at": NOW - timedelta(seconds=1)},
    "ck_withdrawal_request_answer": {"answer": NONSENSE, **ANSWERED},
    "ck_withdrawal_request_answer_has_its_moment_and_person": {"answer": WithdrawalAnswer.REFUSED},
    "ck_withdrawal_request_confirmed_by_somebody_else": {
        "answer": WithdrawalAnswer.CONFIRMED,
        **ANSWERED,
        "answered_by_id": PERSON,
    },
    "ck_withdrawal_request_has_a_reason": {"reason": ""},
}

# Each unique index over some rows only: what makes a second row another one, and what makes room beside the first.
ANOTHER: dict[str, tuple[Row, Row]] = {
    **PLACES_ANOTHER,
    "uq_access_review_open": ({}, {"confirmed_at": NOW, "confirmed_by_id": PERSON}),
    "uq_appeal_decision": ({"reference": "AP-2"}, {"state": AppealState.WITHDRAWN}),
    "uq_application_open": ({"reference": "APP-2"}, {"state": ApplicationState.WITHDRAWN}),
    "uq_assignment_live": ({}, {"state": AssignmentState.TAKEN_BACK, "ended_why": "No answer."}),
    "uq_certificate_in_force": ({"issue": 2}, {"superseded_reason": "A name was wrong."}),
    "uq_clarification_round_open": (
        {"number": 2},
        {**ASKED, "ending": RoundEnding.ANSWERED, "ended_at": NOW},
    ),
    "uq_claim_pending": ({}, {"state": ClaimState.WITHDRAWN}),
    "uq_completeness_check_open": (
        {"round": 2, "declaration_id": RECALLED},
        {"outcome": CheckOutcome.PASSED, **CLOSED},
    ),
    "uq_declaration_open": ({"number": 3}, SIGNED),
    "uq_panel_member_chair": ({"person_id": PERSON}, {"chair": False}),
    "uq_issuer_key_in_use": ({"name": "z6Mj"}, {"state": KeyState.RETIRED, "retired_at": NOW}),
    "uq_membership_active": ({}, {"state": MembershipState.ENDED}),
    "uq_giving_up_open": ({}, {"state": GivingUpState.TAKEN_BACK}),
    "uq_suspension_open": ({}, {"state": SuspensionState.REJECTED}),
    "uq_withdrawing_open": ({}, {"state": WithdrawingState.REFUSED}),
    "uq_staff_role_active": ({}, {"state": StaffRoleState.ENDED}),
    "uq_withdrawal_request_open": ({}, {"answer": WithdrawalAnswer.REFUSED, **ANSWERED}),
}
