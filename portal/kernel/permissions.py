"""Who may do what: the actors of C2 (docs/process.md), the permissions, and the one table that joins them.

Deny by default: a permission that is not in the table is nobody's. A council's people act on their own council only;
staff act only after a second step at sign-in, and never on a council that they belong to or have a conflict with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.kernel.actors import COUNCIL_ROLES as COUNCIL_ROLES
from portal.kernel.actors import STAFF_ROLES as STAFF_ROLES
from portal.kernel.actors import SYSTEM as SYSTEM
from portal.kernel.actors import VISITOR as VISITOR
from portal.kernel.actors import Actor as Actor
from portal.kernel.actors import Part as Part
from portal.kernel.actors import Record as Record
from portal.kernel.actors import Role as Role


class Permission(StrEnum):
    """Everything that a route or a move can ask for."""

    SECOND_STEP_TAKE = "second_step:take"
    SECOND_STEP_CHANGE = "second_step:change"
    PORTAL_USE = "portal:use"
    COUNCILS_IMPORT = "councils:import"
    CLAIM_MAKE = "claim:make"
    CLAIM_DECIDE = "claim:decide"
    COUNCIL_SEE = "council:see"
    TEAM_MANAGE = "team:manage"
    INVITATION_APPROVE = "invitation:approve"
    STAFF_MANAGE = "staff:manage"
    APPLICATION_START = "application:start"
    APPLICATION_SEE = "application:see"
    APPLICATION_EDIT = "application:edit"
    APPLICATION_SEND = "application:send"
    APPLICATION_SIGN = "application:sign"
    APPLICATION_WITHDRAW = "application:withdraw"
    APPLICATION_CONFIRM_WITHDRAWAL = "application:confirm_withdrawal"
    APPLICATION_LAPSE = "application:lapse"
    ANSWERS_HAND_ON = "answers:hand_on"
    APPLICATION_REOPEN = "application:reopen"
    APPLICATION_RESUBMIT = "application:resubmit"
    APPLICATION_DISCUSS = "application:discuss"
    DEADLINE_EXTEND = "deadline:extend"
    CLARIFICATION_ASK = "clarification:ask"
    CLARIFICATION_ANSWER = "clarification:answer"
    OUR_DAY_SET = "our_day:set"
    OUR_DAY_RECORD = "our_day:record"
    ANNOUNCEMENT_PLAN = "announcement:plan"
    EVIDENCE_OPEN = "evidence:open"
    COMPLETENESS_CHECK = "completeness:check"
    INTERESTS_DECLARE = "interests:declare"
    INTERESTS_OVERSEE = "interests:oversee"
    REVIEWER_OBJECT = "reviewer:object"
    REVIEW_SEE = "review:see"
    REVIEW_ASSIGN = "review:assign"
    REVIEW_ANSWER = "review:answer"
    REVIEW_BEGIN = "review:begin"
    REVIEW_SCORE = "review:score"
    GUIDANCE_WRITE = "guidance:write"
    DRAW_COMMIT = "draw:commit"
    APPLICATION_HOLD = "application:hold"
    MODERATION_SEE = "moderation:see"
    APPLICATION_DECIDE = "application:decide"
    RESULT_RELEASE = "result:release"
    FEEDBACK_SEE = "feedback:see"
    APPLICATION_CLOSE = "application:close"
    APPEAL_SEE = "appeal:see"
    APPEAL_WRITE = "appeal:write"
    APPEAL_CONFIRM = "appeal:confirm"
    APPEAL_ADVISE = "appeal:advise"
    APPEAL_CHAIR = "appeal:chair"
    APPEAL_HEAR = "appeal:hear"
    CONCERN_REPORT = "concern:report"
    CONCERN_SEE = "concern:see"
    CONCERN_HANDLE = "concern:handle"
    CONCERN_ESCALATE = "concern:escalate"
    CONCERN_CONFIRM = "concern:confirm"
    CONCERN_ANSWER = "concern:answer"
    CALIBRATION_MANAGE = "calibration:manage"
    CALIBRATION_SCORE = "calibration:score"
    AGREEMENT_SEE = "agreement:see"
    EDITION_DRAFT = "edition:draft"
    AWARD_GRANT = "award:grant"
    CERTIFICATE_REISSUE = "certificate:reissue"
    AWARD_EXTEND = "award:extend"
    SUSPENSION_PROPOSE = "suspension:propose"
    SUSPENSION_DECIDE = "suspension:decide"
    SUSPENSION_ANSWER = "suspension:answer"
    WITHDRAWING_PROPOSE = "withdrawing:propose"
    WITHDRAWING_CONFIRM = "withdrawing:confirm"
    GIVING_UP_ASK = "giving_up:ask"
    GIVING_UP_CONFIRM = "giving_up:confirm"
    AWARD_SUSPEND = "award:suspend"
    AWARD_WITHDRAW = "award:withdraw"
    AWARD_GIVE_UP = "award:give_up"
    AWARD_REPLACE = "award:replace"
    AWARD_END = "award:end"
    KEYS_MANAGE = "keys:manage"
    PLACES_CHANGE = "places:change"
    WEBSITE_CHECK = "website:check"
    WEBSITE_CLOSE = "website:close"
    EDITION_PUBLISH = "edition:publish"
    SCHEME_OVERSEE = "scheme:oversee"
    AUDIT_SEE = "audit:see"


Condition = Callable[[Actor, Record], bool]


@dataclass(frozen=True)
class Grant:
    """One way to hold a permission: any of the roles, and every condition."""

    roles: frozenset[Role]
    conditions: tuple[Condition, ...] = ()


def _did_not_claim(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.CLAIMANT)


def _did_not_send(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.SENDER)


def _was_invited(actor: Actor, record: Record) -> bool:
    return record.took_part(actor, Part.INVITED)


def _is_the_reviewer(actor: Actor, record: Record) -> bool:
    return record.took_part(actor, Part.REVIEWER)


def _did_not_score(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.REVIEWER, Part.SCORER)


def _did_not_decide(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.DECIDER)


def _hears_no_appeal(actor: Actor, record: Record) -> bool:
    return not record.took_part(actor, Part.PANEL_CHAIR, Part.PANEL_MEMBER)


def _chairs_the_panel(actor: Actor, record: Record) -> bool:
    return record.took_part(actor, Part.PANEL_CHAIR)


def _is_on_the_panel(actor: Actor, record: Record) -> bool:
    return record.took_part(actor, Part.PANEL_CHAIR, Part.PANEL_MEMBER)


def _calibrates(actor: Actor, record: Record) -> bool:
    return record.took_part(actor, Part.CALIBRATOR)


# Nobody hears an appeal on a decision that they took part in (C2); being asked in vain is no part.
_TOOK_NO_PART = (_did_not_score, _did_not_decide)
# Nor does anybody decide again what they decided before or heard an appeal about.
_MAY_DECIDE = (_did_not_score, _did_not_decide, _hears_no_appeal)


def _to(*roles: Role, when: tuple[Condition, ...] = ()) -> tuple[Grant, ...]:
    return (Grant(frozenset(roles), when),)


_COUNCIL = (Role.CONTRIBUTOR, Role.OWNER, Role.APPROVER)

TABLE: Mapping[Permission, tuple[Grant, ...]] = {
    # Of their own, once they have taken it: a council’s people have none.
    Permission.SECOND_STEP_CHANGE: _to(*STAFF_ROLES),
    Permission.COUNCILS_IMPORT: _to(Role.SYSTEM),
    Permission.CLAIM_DECIDE: _to(Role.ADMINISTRATOR, when=(_did_not_claim,)),
    Permission.COUNCIL_SEE: _to(*_COUNCIL),
    # The portal adds somebody who has accepted an invitation, and the first owner of a verified council.
    Permission.TEAM_MANAGE: _to(Role.OWNER, Role.SYSTEM),
    Permission.INVITATION_APPROVE: _to(Role.ADMINISTRATOR),
    Permission.STAFF_MANAGE: _to(Role.SYSTEM),
    Permission.APPLICATION_START: _to(Role.OWNER, Role.CONTRIBUTOR),
    Permission.APPLICATION_SEE: _to(*_COUNCIL),
    Permission.APPLICATION_EDIT: _to(Role.OWNER, Role.CONTRIBUTOR),
    Permission.APPLICATION_SEND: _to(Role.OWNER),
    Permission.APPLICATION_SIGN: _to(Role.APPROVER, when=(_did_not_send,)),
    Permission.APPLICATION_WITHDRAW: _to(Role.OWNER),
    Permission.APPLICATION_CONFIRM_WITHDRAWAL: _to(Role.APPROVER),
    Permission.APPLICATION_LAPSE: _to(Role.SYSTEM),
    Permission.ANSWERS_HAND_ON: _to(Role.SYSTEM),
    Permission.APPLICATION_REOPEN: _to(Role.OWNER),
    Permission.APPLICATION_RESUBMIT: _to(Role.OWNER),
    # What a council says among its own people: nobody of the scheme has this.
    Permission.APPLICATION_DISCUSS: _to(*_COUNCIL),
    Permission.DEADLINE_EXTEND: _to(Role.ADMINISTRATOR, Role.LEAD),
    Permission.CLARIFICATION_ASK: _to(Role.REVIEWER, when=(_is_the_reviewer,)),
    Permission.CLARIFICATION_ANSWER: _to(Role.OWNER, Role.SYSTEM),
    Permission.OUR_DAY_SET: _to(Role.SYSTEM),
    Permission.OUR_DAY_RECORD: _to(Role.OWNER, Role.CONTRIBUTOR),
    Permission.ANNOUNCEMENT_PLAN: _to(Role.OWNER, Role.APPROVER),
    Permission.EVIDENCE_OPEN: _to(*_COUNCIL, Role.LEAD, Role.ADMINISTRATOR)
    + _to(Role.REVIEWER, when=(_is_the_reviewer,))
    + _to(Role.REVIEWER, when=(_calibrates,))
    + _to(Role.PANEL, when=(_is_on_the_panel, *_TOOK_NO_PART)),
    Permission.COMPLETENESS_CHECK: _to(Role.ADMINISTRATOR),
    Permission.INTERESTS_DECLARE: _to(Role.REVIEWER, Role.LEAD, Role.PANEL),
    Permission.INTERESTS_OVERSEE: _to(Role.LEAD, Role.ADMINISTRATOR),
    Permission.REVIEWER_OBJECT: _to(Role.OWNER),
    Permission.REVIEW_SEE: _to(Role.REVIEWER, Role.LEAD),
    Permission.REVIEW_ASSIGN: _to(Role.LEAD),
    Permission.REVIEW_ANSWER: _to(Role.REVIEWER, when=(_was_invited,)),
    # The portal, once nobody can object any more; the reviewer, where accepting comes after that.
    Permission.REVIEW_BEGIN: _to(Role.SYSTEM) + _to(Role.REVIEWER, when=(_was_invited,)),
    Permission.REVIEW_SCORE: _to(Role.REVIEWER, when=(_is_the_reviewer,)),
    Permission.GUIDANCE_WRITE: _to(Role.LEAD),
    Permission.DRAW_COMMIT: _to(Role.SYSTEM),
    Permission.APPLICATION_HOLD: _to(Role.LEAD),
    Permission.MODERATION_SEE: _to(Role.LEAD, when=(_did_not_score,)),
    Permission.APPLICATION_DECIDE: _to(Role.LEAD, when=_MAY_DECIDE),
    Permission.RESULT_RELEASE: _to(Role.SYSTEM) + _to(Role.LEAD, when=(_did_not_score,)),
    Permission.FEEDBACK_SEE: _to(*_COUNCIL),
    Permission.APPLICATION_CLOSE: _to(Role.SYSTEM),
    Permission.APPEAL_SEE: _to(*_COUNCIL),
    # The portal takes an appeal out that nobody confirmed in time.
    Permission.APPEAL_WRITE: _to(Role.OWNER, Role.SYSTEM),
    Permission.APPEAL_CONFIRM: _to(Role.APPROVER),
    Permission.APPEAL_ADVISE: _to(Role.ADMINISTRATOR, when=_TOOK_NO_PART),
    Permission.APPEAL_CHAIR: _to(Role.PANEL, when=(_chairs_the_panel, *_TOOK_NO_PART)),
    Permission.APPEAL_HEAR: _to(Role.PANEL, when=(_is_on_the_panel, *_TOOK_NO_PART)),
    # Anybody reports; the portal writes it down, so that no name stands in the trail. It also forgets, in time.
    Permission.CONCERN_REPORT: _to(Role.SYSTEM),
    Permission.CONCERN_SEE: _to(Role.ADMINISTRATOR, Role.LEAD),
    Permission.CONCERN_HANDLE: _to(Role.ADMINISTRATOR),
    Permission.CONCERN_ESCALATE: _to(Role.LEAD),
    Permission.CONCERN_CONFIRM: _to(Role.PANEL, when=(_chairs_the_panel,)),
    Permission.CONCERN_ANSWER: _to(Role.OWNER),
    Permission.CALIBRATION_MANAGE: _to(Role.LEAD),
    Permission.CALIBRATION_SCORE: _to(Role.REVIEWER),
    Permission.AGREEMENT_SEE: _to(Role.LEAD, Role.ADMINISTRATOR),
    Permission.EDITION_DRAFT: _to(Role.ADMINISTRATOR),
    Permission.AWARD_GRANT: _to(Role.SYSTEM),
    Permission.CERTIFICATE_REISSUE: _to(Role.ADMINISTRATOR),
    Permission.AWARD_EXTEND: _to(Role.SYSTEM),
    Permission.SUSPENSION_PROPOSE: _to(Role.ADMINISTRATOR, Role.LEAD),
    Permission.SUSPENSION_DECIDE: _to(Role.LEAD),
    Permission.SUSPENSION_ANSWER: _to(Role.OWNER, Role.APPROVER),
    Permission.WITHDRAWING_PROPOSE: _to(Role.LEAD),
    Permission.WITHDRAWING_CONFIRM: _to(Role.PANEL, when=_TOOK_NO_PART),
    Permission.GIVING_UP_ASK: _to(Role.OWNER),
    Permission.GIVING_UP_CONFIRM: _to(Role.APPROVER),
    # The portal carries out what two people have decided: nobody suspends or withdraws alone.
    Permission.AWARD_SUSPEND: _to(Role.SYSTEM),
    Permission.AWARD_WITHDRAW: _to(Role.SYSTEM),
    Permission.AWARD_GIVE_UP: _to(Role.SYSTEM),
    Permission.AWARD_REPLACE: _to(Role.SYSTEM),
    Permission.AWARD_END: _to(Role.ADMINISTRATOR),
    Permission.KEYS_MANAGE: _to(Role.SYSTEM),
    Permission.PLACES_CHANGE: _to(Role.OWNER),
    # Four eyes: never whoever asked for it, whatever they have become since.
    Permission.WEBSITE_CHECK: _to(Role.ADMINISTRATOR, when=(_did_not_claim,)),
    Permission.WEBSITE_CLOSE: _to(Role.SYSTEM),
    Permission.EDITION_PUBLISH: _to(Role.SYSTEM, Role.ADMINISTRATOR),
    Permission.SCHEME_OVERSEE: _to(Role.ADMINISTRATOR, Role.LEAD),
    Permission.AUDIT_SEE: _to(Role.ADMINISTRATOR),
}

# What every signed-in person may do for themselves, whatever their role.
OWN_AFFAIRS = frozenset({Permission.SECOND_STEP_TAKE, Permission.PORTAL_USE, Permission.CLAIM_MAKE})


def may(actor: Actor, permission: Permission, record: Record) -> bool:
    """Whether the actor may do this to this record: the one answer that moves, queries and buttons rely on."""
    if permission in OWN_AFFAIRS:
        return actor.signed_in
    roles = actor.roles_for(record.council_id)
    return any(
        roles & grant.roles and all(condition(actor, record) for condition in grant.conditions)
        for grant in TABLE.get(permission, ())
    )


def may_somewhere(actor: Actor, permission: Permission) -> bool:
    """Whether there can be a record at all to which the actor may do this: the question a route asks first."""
    if permission in OWN_AFFAIRS:
        return actor.signed_in
    return any(actor.roles_anywhere & grant.roles for grant in TABLE.get(permission, ()))
