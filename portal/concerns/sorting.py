"""What somebody sees who reports a concern, page by page; and what came of a report, by its reference."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.awards.queries import AwardRecord, award_numbered, awards_of
from portal.awards.rules import Standing, holds_the_mark
from portal.concerns import rules
from portal.concerns.models import Concern
from portal.concerns.rules import About, Step
from portal.concerns.states import ENDED_STATES, ConcernState
from portal.concerns.wording import KIND_WORDS, OUTCOME_TOLD, PLACES, PUBLIC_WORDS, Place
from portal.councils.models import Council
from portal.councils.queries import CouncilFacts, by_id, by_slug, search
from portal.criteria.edition import Criterion
from portal.criteria.queries import ThemeCriteria, edition_in_force
from portal.kernel.errors import NotFound
from portal.kernel.references import award_number_from, concern_reference_from
from portal.kernel.words import Words

NO_COUNCIL = "none"
NOT_SURE = "not-sure"
MOST_COUNCILS = 20
LONGEST_ASKED = 200
# In the order of the fields of Asked after the number.
ANSWERS = ("about", "council", "criterion", "q")


@dataclass(frozen=True)
class Asked:
    """What has been answered so far, as the address of the page has it: nothing of it is about a person."""

    number: str = ""
    about: str = ""
    council: str = ""
    criterion: str = ""
    q: str = ""


@dataclass(frozen=True)
class ReportPage:
    """One page of the form. ``number`` is what stands in the address, ``known`` where it is that of an award.

    ``council`` is the one that it is about, if any; ``found`` are those that fit what was searched for.
    """

    step: Step
    asked: Asked
    about: About | None
    about_words: Words | None
    number: str
    known: bool
    council: CouncilFacts | None
    council_needed: bool
    holds_the_mark: bool
    found: tuple[CouncilFacts, ...]
    more: bool
    themes: tuple[ThemeCriteria, ...]
    criterion: Criterion | None
    places: tuple[Place, ...]
    kinds: tuple[tuple[About, Words], ...]


@dataclass(frozen=True)
class Followed:
    """What came of a report, in words: nothing about whoever reported or what they wrote."""

    reference: str
    is_over: bool
    state_words: Words
    look_by: date | None
    result_by: date | None
    outcome_words: Words | None
    told: str
    place: Place | None


def report_page(session: Session, asked: Asked, day: date) -> ReportPage:
    """The page of the form that comes next."""
    about = About(asked.about) if asked.about in set(About) else None
    award = _award(session, asked.number, day)
    council = by_id(session, award.council_id) if award else _council(session, asked.council)
    standings = _standings(session, council.id, day) if council else ()
    holds = any(holds_the_mark(standing) for standing in standings)
    themes = _themes(session) if about is About.PROMISE else ()
    criterion = next((one for theme in themes for one in theme.criteria if one.id == asked.criterion), None)
    needed = rules.needs_council(about)
    step = rules.step_for(
        about,
        council_settled=council is not None or (asked.council == NO_COUNCIL and not needed),
        had_the_mark=bool(standings),
        holds_the_mark=holds,
        criterion_settled=criterion is not None or asked.criterion == NOT_SURE,
    )
    found = _found(session, asked.q) if step is Step.COUNCIL else ()
    return ReportPage(
        step=step,
        asked=asked,
        about=about,
        about_words=KIND_WORDS[about.kind] if about and about.kind else None,
        number=award.number if award else asked.number,
        known=award is not None,
        council=council,
        council_needed=needed,
        holds_the_mark=holds,
        found=found[:MOST_COUNCILS],
        more=len(found) > MOST_COUNCILS,
        themes=themes if step is Step.CRITERION else (),
        criterion=criterion,
        places=tuple(PLACES.values()),
        kinds=tuple((kind, KIND_WORDS[kind.kind]) for kind in About if kind.kind),
    )


def followed(session: Session, typed: str) -> Followed:
    """What came of the report with this reference. Raises NotFound.

    A report that was put together with another one stands as the other one does.
    """
    reference = concern_reference_from(typed)
    main = aliased(Concern)
    row = session.execute(
        select(Concern, main)
        .outerjoin(main, main.id == Concern.merged_into_id)
        .where(Concern.reference == (reference or ""))
    ).one_or_none()
    if row is None:
        raise NotFound(f"no report {reference}")
    own, other = row
    concern = own if own.merged_into_id is None else other
    waits = concern.state is ConcernState.RECEIVED
    over = concern.state in ENDED_STATES
    return Followed(
        reference=own.reference,
        is_over=over,
        state_words=PUBLIC_WORDS[concern.state],
        look_by=rules.look_by(concern.received_at) if waits else None,
        result_by=None if over else rules.result_by(concern.received_at),
        outcome_words=OUTCOME_TOLD[concern.outcome] if concern.outcome else None,
        told=concern.told if over else "",
        place=PLACES[concern.elsewhere] if concern.elsewhere else None,
    )


def _award(session: Session, number: str, day: date) -> AwardRecord | None:
    written = award_number_from(number) if number else None
    if written is None:
        return None
    try:
        award = award_numbered(session, written)
    except NotFound:
        return None
    return award if award.starts_on <= day else None


def _council(session: Session, slug: str) -> CouncilFacts | None:
    if not slug or slug == NO_COUNCIL or not slug.isprintable():
        return None
    try:
        return by_slug(session, slug)
    except NotFound:
        return None


def _standings(session: Session, council_id: UUID, day: date) -> tuple[Standing, ...]:
    """How each award of the council stands on the day; none where it has never had the Mark in public."""
    return tuple(award.position(day).standing for award in awards_of(session, council_id) if award.starts_on <= day)


def _found(session: Session, q: str) -> tuple[CouncilFacts, ...]:
    number = award_number_from(q)
    if number is not None:
        try:
            return (by_id(session, award_numbered(session, number).council_id),)
        except NotFound:
            return ()
    return search(session, q, MOST_COUNCILS + 1)


def _themes(session: Session) -> tuple[ThemeCriteria, ...]:
    edition = edition_in_force(session)
    if edition is None:
        return ()
    return tuple(
        ThemeCriteria(theme, tuple(one for one in edition.criteria if one.theme == theme.id))
        for theme in edition.themes
    )


def council_named(session: Session, council_id: UUID | None) -> str:
    """The council's name; empty for none."""
    return session.get_one(Council, council_id).name if council_id else ""
