"""Which addresses are published: every public one, filled in with every award, council and edition that there is."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from portal.awards.models import Award
from portal.councils.models import Council
from portal.credentials.listing import list_names
from portal.criteria.models import PublishedEdition
from portal.criteria.states import EditionState
from portal.ourday.queries import years_page
from portal.web.guard import PUBLIC, guard_of
from portal.web.language import PREFIX, Language, is_bilingual

# Public pages that are of no use without the portal behind them.
NOT_PUBLISHED = frozenset(
    {
        "static",  # copied as files
        "accounts.sign_in",
        "accounts.code",
        "accounts.signed_out",
        "claims.start",
        "oversight.healthz",
        "oversight.readyz",
        "notifications.mailbox",
        "notifications.email",
        "reporting.report",
        "reporting.received",
        "reporting.follow",
    }
)


def paths(app: Flask, session: Session) -> Iterator[str]:
    """Every path to publish, in English and where there is one in Welsh. A page need not exist behind each of them.

    Raises KeyError for a public address with a part that nobody has said how to fill in.
    """
    values = _values(session)
    for rule in app.url_map.iter_rules():
        if (
            "GET" not in (rule.methods or ())
            or guard_of(app, rule.endpoint) != PUBLIC
            or rule.endpoint in NOT_PUBLISHED
        ):
            continue
        for path in _filled(app, rule, values):
            yield path
            if is_bilingual(app, rule.endpoint):
                yield PREFIX[Language.WELSH] + path


def _filled(app: Flask, rule: Rule, values: Mapping[str, Sequence[str | int]]) -> Iterator[str]:
    names = sorted(rule.arguments)
    # An address that stands in a site of its own: with no scheme and host, just the path.
    routes = app.url_map.bind("")
    for chosen in product(*(values[name] for name in names)):
        yield routes.build(rule.endpoint, dict(zip(names, chosen, strict=True)))


def _values(session: Session) -> dict[str, Sequence[str | int]]:
    public = (EditionState.SCHEDULED, EditionState.PUBLISHED, EditionState.RETIRED)
    published = select(PublishedEdition.slug).where(PublishedEdition.state.in_(public))
    return {
        "number": session.scalars(select(Award.number).order_by(Award.number)).all(),
        "slug": session.scalars(select(Council.slug).order_by(Council.slug)).all(),
        "edition": session.scalars(published).all(),
        "status_list": list_names(session),
        "year": [year.day.year for year in years_page(session).years],
    }
