"""Which record each route is asked for, and what is typed into its form: enough to get as far as the action.

A route that is not here is asked for the draft, with nothing typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.demonstration.cast import CLAIMED, NEARLY_THERE
from tests.integration.access.world import AWARDED, DRAFT, REVIEWER_PROPOSED, SUSPENDED

AWAITING_DECLARATION = "lancaster"
SUBMITTED = "wigan"
COMPLETENESS_CHECK = "rutland"
READY_TO_ASSIGN = "kent"
IN_REVIEW = "avon-fire-and-rescue-service"
MODERATION = "peak-district-national-park-authority"
DECIDED = "swansea"
RELEASED = "luton"
NEARLY = NEARLY_THERE[0]
WITHDRAWN = "ipswich"
CLAIM = CLAIMED[0]


@dataclass(frozen=True)
class Record:
    """Whose record, and the fields of the form; a field in braces is one of the world's values."""

    slug: str = DRAFT
    fields: Mapping[str, str] = field(default_factory=dict)


WHY = {"why": "The reasons do not support the score."}
REASON = "The evidence shows it on two accounts."
CHECK = {"other": "https://social.example/@council", "sampled": "10", "good": "9"}

RECORDS: Mapping[str, Record] = {
    "accounts.request_code": Record(fields={"email": "somebody@example.gov.uk"}),
    "accounts.enter_code": Record(fields={"digits": "12345678"}),
    "second_step.take_app_code": Record(fields={"digits": "123456"}),
    "second_step.take_passkey": Record(fields={"said": "{{}}"}),
    "second_step.set_up_passkey": Record(fields={"said": "{{}}"}),
    "second_step.take_recovery_code": Record(fields={"recovery_code": "ABCD"}),
    "second_step.add_passkey": Record(fields={"said": "{{}}"}),
    "second_step.rename_passkey": Record(fields={"name": "Work laptop"}),
    "second_step.change_app": Record(fields={"digits": "123456"}),
    "accounts.describe_self": Record(fields={"name": "Somebody Else"}),
    "keeping.keep": Record(fields={"kept_page": "/account/", "name": "Half typ"}),
    "keeping.throw_away": Record(fields={"kept_page": "/account/"}),
    "demonstration_sign_in.enter_demonstration": Record(fields={"person": "{approver_id}"}),
    "claims.make_claim_page": Record(CLAIM),
    "claims.make_claim": Record(CLAIM, {"name": "Somebody", "job_title": "Communications manager"}),
    "claims.own_claim": Record(CLAIM),
    "claims.withdraw_claim": Record(CLAIM),
    "claims.check": Record(CLAIM),
    "claims.accept": Record(CLAIM, {"method": "confirmation", "notes": "The monitoring officer."}),
    "claims.refuse_page": Record(CLAIM),
    "claims.refuse": Record(CLAIM, {"reason": "The council does not know you."}),
    "team.invite": Record(fields={"email": "another@wokingham.gov.uk", "role": "contributor"}),
    "team.hand_over": Record(fields={"person": "{person_id}", "afterwards": "stays"}),
    "team.decide_invitation": Record(fields={"decision": "refuse", "reason": "We do not know the agency."}),
    "places.places": Record(AWARDED),
    "places.propose": Record(AWARDED, {"website": "visit.torbay.gov.uk", "purpose": "For visitors"}),
    "places.add_account": Record(AWARDED, {"account": "https://social.example/@another"}),
    "places.put_first": Record(AWARDED),
    "places.removal": Record(AWARDED),
    "places.remove": Record(AWARDED),
    "places.proposal": Record(AWARDED),
    "places.look": Record(AWARDED),
    "places.take_back": Record(AWARDED),
    "places.decision": Record(AWARDED),
    "places.decide": Record(AWARDED, {"decision": "refuse", "reason": "It is not the council’s."}),
    "answering.start": Record(WITHDRAWN),
    "answering.save_answer": Record(fields={"self_score": "2", "statement": "We answer.", "version": "1"}),
    "answering.beat": Record(fields={"typing": "yes", "version": "1"}),
    "answering.save_presence": Record(fields={"domains": "wokingham.gov.uk", "version": "1"}),
    "sharing.allocate": Record(fields={"INF-1": "{contributor_id}", "was-INF-1": ""}),
    "sharing.write_comment": Record(fields={"comment": "Who has the figures?"}),
    "evidence.add_link": Record(fields={"link": "https://www.wokingham.gov.uk/a", "link_note": "Page 1"}),
    "evidence.open_file": Record(IN_REVIEW),
    "links.snapshot": Record(IN_REVIEW),
    "links.download": Record(IN_REVIEW),
    "links.accept": Record(fields={"note": "The list of accounts."}),
    "appeals.council": Record(RELEASED),
    "appeals.write": Record(RELEASED, {"grounds": "procedure", "statement": "A step of the process was left out."}),
    "appeals.confirm": Record(RELEASED),
    "appeals.hand_back": Record(RELEASED, {"comment": "Say which step."}),
    "appeals.withdraw": Record(RELEASED),
    "appeals.consider": Record(RELEASED),
    "appeals.advise": Record(RELEASED, {"advice": "admit", **WHY}),
    "appeals.hear": Record(RELEASED),
    "appeals.look_at": Record(RELEASED),
    "appeals.admit": Record(RELEASED),
    "appeals.refuse": Record(RELEASED, WHY),
    "appeals.find": Record(RELEASED, {"finding": "correct", **WHY}),
    "appeals.correct": Record(RELEASED, {"score": "3", "reason": "The page says so."}),
    "appeals.record": Record(RELEASED, {"found": "correct", **WHY}),
    "concerns.do": Record(fields={"outcome": "proven"}),
    "concerns.answer": Record(fields={"answer": "We have taken it down."}),
    "concerns.confirm": Record(fields={"agrees": "yes", **WHY}),
    "declarations.send": Record(fields={"approver": "{approver_id}"}),
    "declarations.declaration": Record(AWAITING_DECLARATION),
    "declarations.sign": Record(
        AWAITING_DECLARATION,
        {"declaration": "{declaration}", "name": "{approver}", "role": "Director", "confirmed": "y"},
    ),
    "declarations.confirm_hand_back": Record(AWAITING_DECLARATION),
    "declarations.hand_back": Record(
        AWAITING_DECLARATION, {"declaration": "{declaration}", "comment": "The dates are wrong."}
    ),
    "declarations.recall": Record(AWAITING_DECLARATION),
    "declarations.receipt": Record(SUBMITTED),
    "declarations.copy": Record(SUBMITTED),
    "declarations.copy_of_earlier": Record(RELEASED),
    "decisions.resubmit": Record(NEARLY),
    **{
        f"standing.{name}": Record(SUSPENDED, fields)
        for name, fields in {
            "award": {},
            "suspend_page": {},
            "propose": {"ground": "misuse"},
            "decide": {"verdict": "notice"},
            "drop": WHY,
            "restore": WHY,
            "withdraw_page": {},
            "propose_withdrawal": {"reason_type": "false_statement"},
            "take_back_withdrawal": {},
            "end_page": {},
            "end": {"reason": "The order says so."},
            "panel_award": {},
            "panel_answer": {"confirmed": "no", **WHY},
            "own": {},
            "answer": {"said": "The check is done."},
            "contacts": {"web": "web@example.gov.uk"},
            "ask_giving_up": {"reason": "A new start next year."},
            "confirm_giving_up": {},
            "refuse_giving_up": {},
            "take_back_giving_up": {},
        }.items()
    },
    "announcements.announcement": Record(SUBMITTED),
    "announcements.plan": Record(SUBMITTED, {"wish": "ask_first"}),
    "declarations.copy_pdf": Record(SUBMITTED),
    "declarations.earlier_copy": Record(SUBMITTED),
    "declarations.earlier_copy_pdf": Record(SUBMITTED),
    "completeness.show": Record(SUBMITTED),
    "completeness.open_check": Record(SUBMITTED),
    "completeness.missing": Record(COMPLETENESS_CHECK),
    "completeness.note_missing": Record(COMPLETENESS_CHECK, {"lack": "broken_link", "what": "The second link."}),
    "completeness.forget_missing": Record(COMPLETENESS_CHECK),
    "completeness.pass_check": Record(COMPLETENESS_CHECK, {"confirmed": "y"}),
    "completeness.return_incomplete": Record(COMPLETENESS_CHECK),
    "assignments.choose": Record(READY_TO_ASSIGN),
    "assignments.propose": Record(READY_TO_ASSIGN, {"reviewer": "{reviewer_id}", "why": "Has time for it."}),
    "assignments.proposal": Record(REVIEWER_PROPOSED),
    "assignments.take_back": Record(REVIEWER_PROPOSED, {"why": "The council has objected."}),
    "objections.reviewer": Record(REVIEWER_PROPOSED),
    "objections.object_to": Record(REVIEWER_PROPOSED, {"why": "They worked with us until last year."}),
    "objections.no_objection": Record(REVIEWER_PROPOSED),
    "objections.objection": Record(REVIEWER_PROPOSED),
    "objections.answer": Record(REVIEWER_PROPOSED, {"upheld": "no", "answer": "They did not work with you."}),
    "assignments.accept_link": Record(REVIEWER_PROPOSED, {"link_why": "One panel is no conflict."}),
    "assignments.interests": Record(REVIEWER_PROPOSED),
    "assignments.answer": Record(REVIEWER_PROPOSED, {"answer": "none"}),
    "clarifications.collected": Record(IN_REVIEW),
    "clarifications.ask": Record(IN_REVIEW),
    "clarifications.question": Record(IN_REVIEW),
    "clarifications.collect": Record(IN_REVIEW, {"question": "Since when?"}),
    "clarifications.remove": Record(IN_REVIEW),
    "clarifications.mark_read": Record(IN_REVIEW),
    "clarifications.questions": Record(IN_REVIEW),
    "clarifications.send": Record(IN_REVIEW),
    "clarifications.reply": Record(IN_REVIEW),
    "clarifications.save_reply": Record(IN_REVIEW, {"reply": "Since May.", "version": "0"}),
    "endings.withdrawal": Record(IN_REVIEW),
    "endings.ask_withdrawal": Record(IN_REVIEW, {"reason": "We merge."}),
    "endings.take_back": Record(IN_REVIEW),
    "endings.refuse": Record(IN_REVIEW),
    "endings.confirm": Record(IN_REVIEW),
    "endings.confirm_extension": Record(SUBMITTED),
    "endings.extend": Record(SUBMITTED, {"reason": "Illness."}),
    "reviews.overview": Record(IN_REVIEW),
    "reviews.criterion": Record(IN_REVIEW),
    "reviews.save_score": Record(IN_REVIEW, {"choice": "2", "reason": REASON, "live_check": "Two.", "version": "0"}),
    "reviews.checks": Record(IN_REVIEW),
    "reviews.record_check": Record(IN_REVIEW, CHECK),
    "reviews.check": Record(IN_REVIEW),
    "reviews.change_check": Record(IN_REVIEW, CHECK),
    "reviews.remove_check": Record(IN_REVIEW),
    "reviews.next_criterion": Record(IN_REVIEW),
    "reviews.confirm_lock": Record(IN_REVIEW),
    "reviews.lock": Record(IN_REVIEW),
    "decisions.moderation": Record(MODERATION),
    "decisions.accept_rest": Record(MODERATION),
    "decisions.criterion": Record(MODERATION),
    "decisions.moderate": Record(
        MODERATION, {"choice": "0", "reason": REASON, "why_changed": "The second link says otherwise.", "version": "0"}
    ),
    "decisions.ask_again": Record(MODERATION),
    "decisions.conversation": Record(MODERATION),
    "decisions.converse": Record(MODERATION, {"criteria": "INF-1", "note": "They agree on 2 now."}),
    "decisions.send_back": Record(MODERATION, WHY),
    "decisions.decide": Record(MODERATION, {"outcome": "awarded"}),
    "decisions.release": Record(DECIDED, WHY),
    "decisions.compared": Record(RELEASED),
    "decisions.recompute": Record(RELEASED),
    "decisions.record": Record(RELEASED),
    "decisions.recompute_as_lead": Record(RELEASED),
    "decisions.record_as_lead": Record(RELEASED),
    "decisions.show_feedback": Record(RELEASED),
    "decisions.feedback_pdf": Record(RELEASED),
    "decisions.feedback_workbook": Record(RELEASED),
    "consistency.save_score": Record(fields={"choice": "2", "reason": REASON, "version": "0"}),
    "consistency.save_note": Record(fields={"note": "Look at the list first."}),
    "consistency.save_example": Record(fields={"score": "2", "example": "A list of accounts.", "why": "It is whole."}),
    "editions.begin": Record(fields={"copy_of": "2026", "name": "later", "version_name": "3.0"}),
    "editions.save_text": Record(fields={"source": "framework: {{}}", "version": "1"}),
    "editions.save_criterion": Record(fields={"title": "Updates", "version": "1"}),
    "editions.add_criterion": Record(fields={"id": "INF-9", "version": "1"}),
    "editions.move_criterion": Record(fields={"version": "1", "way": "up"}),
    "editions.remove_criterion": Record(fields={"version": "1"}),
    "editions.bring_sums_into_line": Record(fields={"version": "1"}),
    "editions.schedule": Record(fields={"publish_on": "2", "version": "1"}),
    "editions.unschedule": Record(fields={"reason": "A mistake."}),
    "editions.discard": Record(fields={"version": "1"}),
    "oversight.case": Record(MODERATION),
    "oversight.deadline": Record(IN_REVIEW),
    "oversight.put_off": Record(IN_REVIEW, {"reason": "The reviewer is ill."}),
    "holds.show": Record(MODERATION),
    "holds.hold": Record(MODERATION, {"reason": "The council is being reorganised."}),
    "holds.resume": Record(MODERATION),
}
