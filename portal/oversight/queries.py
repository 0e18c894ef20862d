"""What administrators and lead reviewers see of the whole scheme."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import OPEN_STATES, STATE_WORDS, ApplicationState
from portal.councils.models import Council
from portal.kernel.calendar import working_days_between
from portal.kernel.clock import LONDON
from portal.kernel.permissions import Actor, Permission, Record, may, may_somewhere
from portal.kernel.words import Words, words

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
)
# A draft is the council's own affair until it is sent: how many there are is enough.
SHOWN_ONE_BY_ONE = OPEN_STATES - {ApplicationState.DRAFT}


@dataclass(frozen=True)
class OpenCase:
    """One application that somebody must act on. ``age`` is in working days since it came into its state."""

    reference: str
    council: str
    state: ApplicationState
    state_words: Words
    since: datetime
    age: int


@dataclass(frozen=True)
class Overview:
    """Everything under way, the longest waiting first; ``areas`` are words, address and explanation of a page each."""

    areas: tuple[tuple[Words, str, Words], ...]
    drafts: int
    cases: tuple[OpenCase, ...]


def overview(session: Session, actor: Actor, day: date) -> Overview:
    """The open applications that this person may oversee: never those of a council they are bound to."""
    rows = session.execute(
        select(Application.reference, Council.id, Council.name, Application.state, Application.state_since)
        .join(Council, Council.id == Application.council_id)
        .where(Application.state.in_(SHOWN_ONE_BY_ONE))
        .order_by(Application.state_since)
    )
    drafts = select(func.count()).select_from(Application).where(Application.state == ApplicationState.DRAFT)
    return Overview(
        areas=tuple(area[1:] for area in AREAS if may_somewhere(actor, area[0])),
        drafts=session.scalar(drafts) or 0,
        cases=tuple(
            OpenCase(
                reference,
                council,
                state,
                STATE_WORDS[state],
                since,
                working_days_between(since.astimezone(LONDON).date(), day),
            )
            for reference, council_id, council, state, since in rows
            if may(actor, Permission.SCHEME_OVERSEE, Record(council_id))
        ),
    )
