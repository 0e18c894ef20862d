"""What administrators and lead reviewers see of the whole scheme."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.kernel.permissions import Actor, Permission, may_somewhere
from portal.kernel.words import Words, words
from portal.oversight.rules import Urgency
from portal.oversight.underway import Filter, OpenCase, kinds_of, open_cases, regions_of
from portal.oversight.wording import STANDS

AREAS = (
    (
        Permission.CLAIM_DECIDE,
        words("Claims"),
        "/administration/claims",
        words("People who say that they act for a council."),
    ),
    (
        Permission.INVITATION_APPROVE,
        words("Invitations to other domains"),
        "/administration/invitations",
        words("People in shared services and agencies whom councils want in their team."),
    ),
    (
        Permission.WEBSITE_CHECK,
        words("Websites to check"),
        "/administration/places",
        words("Websites that councils with the Mark want to add to their official ones."),
    ),
    (
        Permission.COMPLETENESS_CHECK,
        words("Completeness checks"),
        "/administration/applications",
        words("Applications that have just arrived."),
    ),
    (
        Permission.REVIEW_SEE,
        words("Reviews"),
        "/reviews/",
        words("Assigning reviewers, moderating and deciding."),
    ),
    (
        Permission.INTERESTS_OVERSEE,
        words("Interests"),
        "/administration/interests",
        words("Which councils each reviewer must not review, and who has not declared this year."),
    ),
    (
        Permission.AGREEMENT_SEE,
        words("Agreement between reviewers"),
        "/administration/agreement",
        words("Whether two people who score the same come to the same."),
    ),
    (
        Permission.SCHEME_OVERSEE,
        words("Appeals"),
        "/administration/appeals",
        words("Advice to the panel’s chair, and what was upheld."),
    ),
    (
        Permission.SCHEME_OVERSEE,
        words("Awards"),
        "/administration/awards",
        words("How each stands, what waits, suspensions and withdrawals."),
    ),
    (
        Permission.CONCERN_SEE,
        words("Concerns"),
        "/administration/concerns",
        words("What people have reported about the Mark, and what came of it."),
    ),
    (
        Permission.CALIBRATION_MANAGE,
        words("Calibration exercises"),
        "/administration/calibration",
        words("All reviewers score the same two past applications."),
    ),
    (
        Permission.GUIDANCE_WRITE,
        words("Notes and examples for reviewers"),
        "/administration/guidance",
        words("What reviewers read beside a criterion while they score it."),
    ),
    (
        Permission.EDITION_DRAFT,
        words("Editions of the criteria"),
        "/administration/editions",
        words("Drafting, comparing and scheduling the next edition."),
    ),
    (
        Permission.SCHEME_OVERSEE,
        words("Statistics"),
        "/administration/statistics",
        words("Counts, times against our standards, outcomes and appeals."),
    ),
    (
        Permission.AUDIT_SEE,
        words("People"),
        "/administration/people",
        words("Who has which role, and what each has done."),
    ),
)
PER_PAGE = 50


@dataclass(frozen=True)
class Overview:
    """Everything under way, the most urgent first, a page at a time; ``areas`` are words, address and explanation.

    ``found`` counts what the filter shows, ``overdue`` and ``at_risk`` what of everything is so.
    """

    areas: tuple[tuple[Words, str, Words], ...]
    drafts: int
    cases: tuple[OpenCase, ...]
    chosen: Filter
    found: int
    everything: int
    overdue: int
    at_risk: int
    page: int
    pages: int
    states: tuple[tuple[str, Words], ...]
    kinds: tuple[tuple[str, Words], ...]
    regions: tuple[str, ...]


def overview(session: Session, actor: Actor, day: date, chosen: Filter, page: int) -> Overview:
    """The open applications that this person may oversee: never those of a council they are bound to."""
    every = open_cases(session, day, actor)
    found = [case for case in every if chosen.shows(case)]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, page), pages)
    drafts = select(func.count()).select_from(Application).where(Application.state == ApplicationState.DRAFT)
    there = {case.state for case in every}
    return Overview(
        areas=tuple(area[1:] for area in AREAS if may_somewhere(actor, area[0])),
        drafts=session.scalar(drafts) or 0,
        cases=tuple(found[(page - 1) * PER_PAGE : page * PER_PAGE]),
        chosen=chosen,
        found=len(found),
        everything=len(every),
        overdue=sum(case.urgency is Urgency.OVERDUE for case in every),
        at_risk=sum(case.urgency is Urgency.AT_RISK for case in every),
        page=page,
        pages=pages,
        states=tuple((state.value, said) for state, said in STANDS.items() if state in there),
        kinds=kinds_of(every),
        regions=regions_of(every),
    )
