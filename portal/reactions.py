"""What follows from what: read the table from top to bottom to learn the process (docs/process.md).

Each reaction runs in the transaction of the event, as the portal itself; any failure undoes the lot: an award without
its certificate cannot exist.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from portal.accounts.retention import forget_what_is_over
from portal.announcements import actions as announcements
from portal.appeals import actions as appeals
from portal.assignments import extending as reviewing_longer
from portal.audit.errands import Errand
from portal.audit.work import Reaction, Work
from portal.certificates import actions as certificates
from portal.certificates.wording import ENGLISH, written
from portal.clarifications import actions as clarifications
from portal.clarifications import extending as answering_longer
from portal.concerns import limits as concern_limits
from portal.concerns import retention as concern_retention
from portal.credentials import actions as credentials
from portal.credentials import listing
from portal.credentials.rules import Earlier
from portal.criteria import actions as criteria
from portal.decisions import releasing, resubmitting, results
from portal.draws import actions as draws
from portal.endings import erasing, lapsing
from portal.evidence import keeping
from portal.kernel.events import Event
from portal.keys.issuer import Issuer
from portal.links import checking, findings, snapshots
from portal.notifications.digest import digests_due
from portal.notifications.letters import accounts as about_people
from portal.notifications.letters import appeals as about_appeals
from portal.notifications.letters import applications as about_applications
from portal.notifications.letters import awards as about_awards
from portal.notifications.letters import calibration as about_calibration
from portal.notifications.letters import claims as about_claims
from portal.notifications.letters import clarifications as about_questions
from portal.notifications.letters import concerns as about_concerns
from portal.notifications.letters import editions as about_editions
from portal.notifications.letters import endings as about_endings
from portal.notifications.letters import holds as about_holds
from portal.notifications.letters import longer as about_more_time
from portal.notifications.letters import objections as about_objections
from portal.notifications.letters import places as about_places
from portal.notifications.letters import reports as about_reports
from portal.notifications.letters import results as about_results
from portal.notifications.letters import reviews as about_reviews
from portal.notifications.letters import security as about_security
from portal.notifications.letters import standing as about_standing
from portal.notifications.letters import talking as about_talking
from portal.notifications.letters import team as about_team
from portal.notifications.reminders import reminders_due
from portal.notifications.worker import Due, each_time
from portal.objections import actions as objections
from portal.oversight.weekly import weekly_due
from portal.places import checking as proofs
from portal.places import closing
from portal.places.beginning import begin_with_official
from portal.sharing import actions as sharing
from portal.standing import renewals, suspending
from portal.storage.files import FileStore
from portal.team.access_reviews import access_reviews_due
from portal.transparency import actions as log


def reactions(issuer: Issuer, second_review_one_in: int) -> Mapping[str, Sequence[Reaction]]:
    """The table, for this issuer, whose address certificates and credentials bear for ever.

    One application in ``second_review_one_in`` is drawn for a second review.
    """

    def issue_certificate(work: Work, event: Event) -> None:
        certificates.issue(work, certificates.Issue(event.subject_id, issuer))

    def issue_with_commendation(work: Work, event: Event) -> None:
        command = certificates.Issue(event.subject_id, issuer, "Now with commendation.")
        certificates.issue(work, command)

    def issue_anew(work: Work, event: Event) -> None:
        certificates.issue(work, certificates.Issue(event.subject_id, issuer, event.reason))

    def issue_credential(work: Work, event: Event) -> None:
        credentials.issue(work, credentials.Issue(event.subject_id, issuer))

    def issue_credential_with_commendation(work: Work, event: Event) -> None:
        credentials.issue(work, credentials.Issue(event.subject_id, issuer, "Now with commendation."))

    def issue_longer(work: Work, event: Event) -> None:
        because = "The award is kept until {day} at most, because its renewal is under review."
        # Those of before go on saying what is so: the award is held until its own end date.
        issue_both(work, event, because, Earlier.KEPT)

    def issue_shorter(work: Work, event: Event) -> None:
        because = "The review of its renewal is over, so the award ends on {day}."
        issue_both(work, event, because, Earlier.CUT_SHORT)

    def issue_both(work: Work, event: Event, because: str, earlier: Earlier) -> None:
        # The certificate carries the credential: one without the other would say that it is out of date.
        reason = because.format(day=written(date.fromisoformat(str(event.details["until"])), ENGLISH))
        credentials.issue(work, credentials.Issue(event.subject_id, issuer, reason, earlier))
        certificates.issue(work, certificates.Issue(event.subject_id, issuer, reason))

    def issue_credential_anew(work: Work, event: Event) -> None:
        credentials.issue(work, credentials.Issue(event.subject_id, issuer, event.reason))

    # The bits in the signed status lists.
    restate = listing.restate(issuer)

    return {
        # The scheme's keys
        "key:distrusted": [listing.sign_anew(issuer)],
        # People
        "sign_in:code_requested": [about_people.code_requested],
        "staff:invited": [about_people.staff_invited],
        "invitation:sent": [about_people.invited],
        "invitation:approval_needed": [about_team.approval_needed],
        "invitation:refused": [about_team.invitation_refused],
        "access_review:opened": [about_team.access_review_opened],
        "membership:begun": [about_people.access_given],
        "membership:ended": [sharing.free_allocations, about_people.access_ended],
        "person:second_step_set_up": [about_security.app_set_up],
        "person:second_step_removed": [about_people.second_step_removed],
        "person:app_removed": [about_security.app_removed],
        "person:passkey_added": [about_security.passkey_added],
        "person:passkey_renamed": [about_security.passkey_renamed],
        "person:passkey_removed": [about_security.passkey_removed],
        "person:recovery_codes_made": [about_security.recovery_codes_made],
        "person:recovery_code_used": [about_security.recovery_code_used],
        "person:signed_out_everywhere": [about_people.signed_out_everywhere],
        "staff_role:ended": [about_people.staff_role_ended],
        # A council's claim
        "claim:made": [about_claims.made],
        "claim:accepted": [about_claims.accepted],
        "claim:refused": [about_claims.refused],
        # The application, from the council to the reviewers
        "application:started": [results.hold_to_the_day, appeals.refuse_while_appealed],
        "application:carried_over": [begin_with_official],
        "application:resubmission_started": [appeals.refuse_while_appealed],
        "application:reopened": [appeals.refuse_while_appealed],
        "comment:written": [about_talking.comment_written],
        "answer:allocated": [about_talking.answer_allocated],
        "application:sent": [about_applications.sent],
        "application:handed_back": [about_applications.handed_back],
        "application:submitted": [
            draws.commit_on_signing(second_review_one_in),
            snapshots.ask_for_all,
            about_applications.submitted,
            renewals.settle,
        ],
        "completeness:returned": [about_applications.returned],
        "deadline:extended": [about_endings.extended],
        "answers:extended": [about_more_time.to_answer],
        "review:extended": [about_more_time.to_review],
        "withdrawal:asked": [about_endings.withdrawal_asked],
        "withdrawal:answered": [about_endings.withdrawal_answered],
        "application:withdrawn": [renewals.settle, about_endings.withdrawn],
        "application:lapsed": [renewals.settle, about_endings.lapsed],
        "application:held": [about_holds.held],
        "application:resumed": [answering_longer.move_on, reviewing_longer.move_on, about_holds.resumed],
        # The review
        "application:in_review": [resubmitting.carry_scores],
        "assignment:proposed": [about_reviews.proposed],
        "assignment:link_declared": [about_reviews.link_declared],
        "assignment:accepted": [objections.begin_if_nobody_objects, about_reviews.link_accepted],
        "assignment:declined": [about_reviews.second_reviewer_lost],
        "assignment:taken_back": [about_objections.taken_back, about_reviews.second_reviewer_lost],
        "objection:raised": [about_objections.raised],
        "objection:not_upheld": [about_objections.not_upheld],
        "review:begun": [about_objections.begun],
        "application:reviewer_lost": [about_reviews.reviewer_lost],
        "assignment:reopened": [about_reviews.reopened],
        "clarification:requested": [about_questions.requested],
        "clarification:answered": [about_questions.answered],
        "clarification:timed_out": [about_questions.timed_out],
        "application:second_review": [about_reviews.second_review_needed],
        "application:scored": [about_reviews.scored],
        "calibration:opened": [about_calibration.opened],
        "calibration:closed": [about_calibration.closed],
        # The criteria
        "edition:scheduled": [about_editions.scheduled],
        "edition:unscheduled": [about_editions.unscheduled],
        # The result
        "decision:made": [releasing.release_at_once],
        "decision:corrected": [releasing.release_at_once],
        "feedback:released": [announcements.award_when_public, renewals.settle, about_results.released],
        "award:granted": [log.record, issue_credential, issue_certificate, about_results.certificate_ready],
        # What becomes of an award
        "award:extended": [log.record, issue_longer, about_awards.extended],
        "award:shortened": [log.record, issue_shorter, about_awards.shortened],
        "suspension:proposed": [about_standing.proposed],
        "suspension:noticed": [about_standing.noticed],
        "suspension:answered": [about_standing.answered],
        "suspension:dropped": [about_standing.dropped],
        "award:suspended": [log.record, restate, about_standing.suspended],
        "award:restored": [log.record, restate, renewals.settle, about_standing.restored],
        "withdrawing:proposed": [about_standing.withdrawal_proposed],
        "withdrawing:refused": [about_standing.withdrawal_refused],
        "award:withdrawn": [log.record, restate, about_standing.withdrawn],
        "giving_up:asked": [about_awards.giving_up_asked],
        "giving_up:refused": [about_awards.giving_up_refused],
        "award:given_up": [log.record, restate, about_awards.given_up],
        "award:ended": [log.record, restate, about_awards.ended],
        "award:replaced": [log.record, restate],
        "award:reissued": [about_results.certificate_reissued],
        "award:corrected": [issue_credential_anew, issue_anew, about_results.certificate_corrected],
        "award:commended": [
            log.record,
            issue_credential_with_commendation,
            issue_with_commendation,
            about_results.certificate_ready,
        ],
        "application:review_afresh": [renewals.settle],
        # Where its council officially is
        "website:proposed": [about_places.proposed],
        "website:accepted": [about_places.accepted],
        "website:refused": [about_places.refused],
        "places:changed": [about_places.changed],
        # An appeal against it
        "appeal:written": [about_appeals.written],
        "appeal:refused": [about_appeals.handed_back],
        "appeal:lodged": [about_appeals.lodged],
        "appeal:withdrawn": [appeals.count_anew, about_appeals.withdrawn],
        "appeal:advised": [about_appeals.advised],
        "appeal:not_admitted": [appeals.count_anew, appeals.close, about_appeals.not_admitted],
        "appeal:admitted": [about_appeals.admitted],
        "appeal:corrected": [about_appeals.decided],
        "appeal:fresh_review": [about_appeals.decided],
        "appeal:not_upheld": [appeals.count_anew, appeals.close, about_appeals.decided],
        # A concern about the Mark
        "concern:received": [about_concerns.received],
        "concern:acknowledged": [about_reports.acknowledged],
        "concern:with_council": [about_concerns.put_to_council],
        "concern:answered": [about_concerns.answered],
        "concern:investigated": [about_concerns.put_to_council],
        "concern:found": [about_concerns.found],
        "concern:confirmed": [about_concerns.confirmed],
        "concern:not_confirmed": [about_concerns.confirmed],
        "concern:result": [about_reports.result],
        "concern:erased": [about_reports.erased],
    }


# What may have become due since the last minute, beside what is said of uploads below.
DUE: Sequence[Due] = (
    releasing.releases_due,
    announcements.publications_due,
    suspending.suspensions_due,
    closing.closings_due,
    objections.beginnings_due,
    clarifications.rounds_due,
    appeals.unconfirmed_due,
    appeals.closings_due,
    criteria.publications_due,
    draws.reveals_due,
    lapsing.lapses_due,
    erasing.erasures_due,
    concern_retention.erasures_due,
    each_time(concern_limits.forget_counts),
    each_time(forget_what_is_over),
    access_reviews_due,
    digests_due,
    reminders_due,
    weekly_due,
)

# What waits for other websites, most urgent first; none of it where LINK_CHECKS is off.
ERRANDS: Sequence[Errand] = (checking.check_one, proofs.look_one, snapshots.take_one, findings.look_one)


def due(issuer: Issuer, files: FileStore, second_review_one_in: int) -> Sequence[Due]:
    """What may have become due since the last minute, for this issuer, store of uploads and chance to be drawn."""
    of_issuer = (log.heads_due(issuer), listing.lists_due(issuer))
    return (draws.commits_due(second_review_one_in), *DUE, keeping.due(files), *of_issuer)
