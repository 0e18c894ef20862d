"""Every lifecycle × state × command, once more and by hand: what is not written here must be refused (C4 to C9)."""

# Rows 24 and 25 of C5: an owner asks to withdraw and an approver confirms; a lead reviewer puts on hold.
UNDER_WAY = {"confirm_withdrawal": "withdrawn", "hold": "on_hold"}

# Each state, and where each command leads from it.
MOVES: dict[str, dict[str, dict[str, str]]] = {
    "claim": {
        "pending": {"accept": "accepted", "refuse": "refused", "withdraw": "withdrawn"},
        "accepted": {},
        "refused": {},
        "withdrawn": {},
    },
    "membership": {
        "active": {"end": "ended"},
        "ended": {},
    },
    "invitation": {
        "to_be_approved": {"approve": "sent", "refuse": "refused", "cancel": "cancelled"},
        "sent": {"accept": "accepted", "cancel": "cancelled"},
        "accepted": {},
        "cancelled": {},
        "refused": {},
    },
    "staff_role": {
        "active": {"end": "ended"},
        "ended": {},
    },
    "edition": {
        "draft": {"publish": "published", "schedule": "scheduled"},
        "scheduled": {"publish": "published", "unschedule": "draft"},
        "published": {"retire": "retired"},
        "retired": {},
    },
    "website": {
        "proposed": {"accept": "accepted", "refuse": "refused", "take_back": "taken_back"},
        "accepted": {"remove": "removed"},
        "refused": {},
        "taken_back": {},
        "removed": {},
    },
    "application": {
        "draft": {"send": "awaiting_declaration", "withdraw": "withdrawn", "lapse": "lapsed"},
        "resubmission_draft": {"send": "awaiting_declaration", "withdraw": "withdrawn", "lapse": "lapsed"},
        "awaiting_declaration": {
            "recall": "draft",
            "hand_back": "draft",
            "recall_to_mend": "returned_incomplete",
            "hand_back_to_mend": "returned_incomplete",
            "recall_to_resubmit": "resubmission_draft",
            "hand_back_to_resubmit": "resubmission_draft",
            "sign": "submitted",
            "withdraw": "withdrawn",
        },
        "submitted": {"open_check": "completeness_check", **UNDER_WAY},
        "completeness_check": {
            "return_incomplete": "returned_incomplete",
            "pass_check": "ready_to_assign",
            **UNDER_WAY,
        },
        "returned_incomplete": {"send": "awaiting_declaration", "lapse": "lapsed", **UNDER_WAY},
        "ready_to_assign": {"propose_reviewer": "reviewer_proposed", **UNDER_WAY},
        "reviewer_proposed": {
            **UNDER_WAY,
            "accept_review": "in_review",
            "decline_review": "ready_to_assign",
            "take_back_proposal": "ready_to_assign",
        },
        "in_review": {
            "lock_scores": "moderation",
            "ask_second_review": "second_review",
            "ask_questions": "clarification_requested",
            **UNDER_WAY,
        },
        "second_review": {"lock_scores": "moderation", **UNDER_WAY},
        "clarification_requested": {
            "answer_questions": "in_review",
            "close_questions": "in_review",
            **UNDER_WAY,
        },
        "moderation": {"send_back": "in_review", "decide": "decided", **UNDER_WAY},
        "decided": {"release": "feedback_released"},
        "feedback_released": {"close": "closed", "correct": "decided", "review_afresh": "ready_to_assign"},
        "closed": {},
        "on_hold": {
            "resume_submitted": "submitted",
            "resume_completeness_check": "completeness_check",
            "resume_returned_incomplete": "returned_incomplete",
            "resume_ready_to_assign": "ready_to_assign",
            "resume_reviewer_proposed": "reviewer_proposed",
            "resume_in_review": "in_review",
            "resume_clarification_requested": "clarification_requested",
            "resume_second_review": "second_review",
            "resume_moderation": "moderation",
        },
        "withdrawn": {},
        "lapsed": {"reopen": "draft"},
    },
    "assignment": {
        "proposed": {
            "accept": "accepted",
            "declare_link": "link_declared",
            "decline": "declined",
            "take_back": "taken_back",
        },
        "link_declared": {"accept_link": "accepted", "take_back": "taken_back"},
        "accepted": {"lock": "locked", "take_back": "taken_back"},
        "locked": {"reopen": "accepted", "set_aside": "set_aside"},
        "declined": {},
        "taken_back": {},
        "set_aside": {},
    },
    "appeal": {
        "to_be_confirmed": {"lodge": "lodged", "refuse": "withdrawn", "withdraw": "withdrawn"},
        "lodged": {"admit": "with_panel", "do_not_admit": "not_admitted", "withdraw": "withdrawn"},
        "with_panel": {
            "correct": "corrected",
            "order_fresh_review": "fresh_review",
            "do_not_uphold": "not_upheld",
            "withdraw": "withdrawn",
        },
        "not_admitted": {},
        "corrected": {},
        "fresh_review": {},
        "not_upheld": {},
        "withdrawn": {},
    },
    "draw_seed": {
        "committed": {"reveal": "revealed"},
        "revealed": {},
    },
    "issuer_key": {
        "in_use": {"retire": "retired"},
        "retired": {},
    },
    "calibration": {
        "draft": {"open": "open"},
        "open": {"close": "closed"},
        "closed": {},
    },
    "award": {
        "valid": {"suspend": "suspended", "give_up": "given_up", "replace": "replaced", "end": "ended"},
        "suspended": {"restore": "valid", "withdraw": "withdrawn", "give_up": "given_up", "end": "ended"},
        "withdrawn": {},
        "given_up": {},
        "replaced": {},
        "ended": {},
    },
}
