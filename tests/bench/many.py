"""A database of as many councils as one likes, each with an award: written by hand, as actions would take hours."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from sqlalchemy import insert

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.awards.models import Award, AwardAccount, AwardDomain, AwardStateChange
from portal.awards.states import AwardState
from portal.councils.kinds import Kind, Nation
from portal.councils.models import Council, CouncilNamePart
from portal.councils.naming import folded, name_parts
from portal.criteria.canonical import canonical
from portal.criteria.loading import EDITIONS, load_edition
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.kernel.clock import SystemClock
from portal.kernel.references import new_award_number
from portal.storage.engine import Database

SYLLABLES = (
    "ba",
    "dor",
    "ken",
    "wal",
    "thorp",
    "ham",
    "ley",
    "ford",
    "wick",
    "by",
    "ches",
    "ter",
    "sto",
    "ne",
    "mar",
    "lin",
)
ENDINGS = ("District", "Borough", "City", "County")
REGIONS = ("London", "East of England", "Wales", "North West", "South East", "South West", "East Midlands")
CHUNK = 5000


def fill(database: Database, councils: int) -> list[str]:
    """Write so many councils, each with one award of the last two years; return the first words of their names."""
    draw = random.Random(councils)  # noqa: S311 - invented councils, alike in every run
    now, rows, names = SystemClock().now(), dict[type[Any], list[dict[str, Any]]](), list[str]()
    with database.writing() as session:
        edition = load_edition((EDITIONS / "2026.yaml").read_text(encoding="utf-8"))
        text = canonical(edition)
        published = PublishedEdition(
            id=uuid4(),
            slug=edition.slug,
            version_name=edition.version,
            canonical=text,
            sha256=sha256(text).hexdigest(),
            state=EditionState.PUBLISHED,
            state_since=now,
            published_at=now,
        )
        session.add(published)
        session.flush()
        for place, name in zip(range(councils), _names(draw), strict=False):
            names.append(name)
            for model, row in _rows(draw, place, name, published.id, now):
                rows.setdefault(model, []).append(row)
        for model, made in rows.items():
            for start in range(0, len(made), CHUNK):
                session.execute(insert(model), made[start : start + CHUNK])
    return names


def _names(draw: random.Random) -> Iterator[str]:
    seen = set[str]()
    while True:
        name = "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(3, 5))).title()
        if name not in seen:
            seen.add(name)
            yield name


def _rows(
    draw: random.Random, place: int, name: str, edition_id: object, now: object
) -> Sequence[tuple[type[Any], dict[str, Any]]]:
    council, award, application = uuid4(), uuid4(), uuid4()
    full, slug = f"{name} {draw.choice(ENDINGS)} Council", f"{name.lower()}-{place}"
    begun = date(2026, 11, 1) - timedelta(days=draw.randint(0, 700))
    ends = begun + timedelta(days=729)
    keyed = {"state": ApplicationState.FEEDBACK_RELEASED, "state_since": now, "version": 1}
    return (
        (
            Council,
            {
                "id": council,
                "slug": slug,
                "name": full,
                "name_cy": "",
                "in_order": folded(full),
                "kind": draw.choice(list(Kind)),
                "nation": Nation.ENGLAND,
                "region": draw.choice(REGIONS),
            },
        ),
        *((CouncilNamePart, {"part": part, "council_id": council}) for part in sorted(name_parts(slug, full))),
        (
            Application,
            {
                "id": application,
                "reference": f"APP-{place}",
                "council_id": council,
                "edition_id": edition_id,
                "started_at": now,
                "submitted_at": now,
                **keyed,
            },
        ),
        (
            Award,
            {
                "id": award,
                "number": new_award_number(draw.choice),
                "council_id": council,
                "application_id": application,
                "edition_id": edition_id,
                "commendation": False,
                "granted_at": now,
                "starts_on": begun,
                "ends_on": ends,
                "renewal_opens_on": ends - timedelta(days=180),
                "public_summary": "We answer.",
                "promise_address": "",
                **keyed,
                "state": AwardState.VALID,
            },
        ),
        (AwardDomain, {"id": uuid4(), "award_id": award, "place": 1, "host": f"{name.lower()}.gov.uk"}),
        (AwardAccount, {"id": uuid4(), "award_id": award, "place": 1, "address": f"https://social.example/@{slug}"}),
        (
            AwardStateChange,
            {
                "id": uuid4(),
                "award_id": award,
                "place": 1,
                "state": AwardState.VALID,
                "from_on": begun,
                "recorded_at": now,
                "public_note": "",
                "reason_type": None,
                "replaced_by_id": None,
            },
        ),
    )
