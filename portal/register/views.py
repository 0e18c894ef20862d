"""The register, one council's entry, the check of a mark, and the open data: the same for everyone who asks."""

import json
from collections.abc import Callable, Iterable
from email.utils import parseaddr
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.badges.png import svg_to_png
from portal.kernel.clock import today
from portal.kernel.errors import NotFound, RuleBroken
from portal.kernel.references import award_number_from
from portal.keys.running import own_issuer
from portal.register import checking, dropped, feed, openapi, opendata, queries, regions
from portal.register import offline as offline_page
from portal.register.card import card_svg
from portal.register.forms import FileForm, RegisterForm
from portal.register.linked import council_data
from portal.register.narrowing import Filters
from portal.register.rules import is_postcode
from portal.web.guard import public
from portal.web.opendata import open_data, refused
from portal.web.rendering import render_public
from portal.web.services import services
from portal.web.transactions import reading
from portal.web.typed import whole_number
from portal.web.wording import say

bp = Blueprint("register", __name__)
# Apart, because it is exempt from the tokens that are bound to a session: whoever sends a file has none, nothing is
# changed by it, and its page stays the same for everybody. What its form has instead: portal/web/openform.py.
files = Blueprint("files", __name__)
PICTURE = {"Cross-Origin-Resource-Policy": "cross-origin"}


@bp.get("/register")
@public
def listing() -> ResponseReturnValue:
    """The list, with search and filters."""
    # Before anything is read.
    known = services().database.changes.known()
    day = today(services().clock)
    with reading() as session:
        form = RegisterForm(request.args, queries.regions(session), day)
        try:
            filters = form.to_command()
        except RuleBroken:
            filters = Filters(on=day)
        page = queries.register_page(session, filters, request.args.get("page", 1, type=whole_number), known)
        withdrawn = () if filters.q else regions.withdrawn_by_reason(session, filters.on)
    asked = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_public(
        "register/listing.html",
        page,
        form,
        asked=asked,
        is_past=page.on < day,
        withdrawn=withdrawn,
        postcode=is_postcode(filters.q),
        attribution=opendata.ATTRIBUTION,
    )


@bp.get("/register.json")
@public
def listing_json() -> ResponseReturnValue:
    """The list for machines: everything that the filters let through."""
    return _open_data(opendata.as_json, "application/json")


@bp.get("/register.csv")
@public
def listing_csv() -> ResponseReturnValue:
    """The list for spreadsheets: everything that the filters let through."""
    return _open_data(opendata.as_csv, "text/csv")


@bp.get("/register.atom")
@public
def changes() -> ResponseReturnValue:
    """What was decided lately, as a feed."""
    with reading() as session:
        return _data(feed.as_atom(session, services().config.public_address.rstrip("/")), feed.MIMETYPE)


@bp.get("/register/map")
@public
def by_region() -> ResponseReturnValue:
    """How many councils hold the Mark in each region and nation, as a map and as a table."""
    with reading() as session:
        page = regions.map_page(session, today(services().clock))
    return render_public("register/map.html", page)


@bp.get("/register/fields")
@public
def fields() -> ResponseReturnValue:
    """What each field of the open data means."""
    return render_public("register/fields.html", opendata.FIELDS, attribution=opendata.ATTRIBUTION)


@bp.get("/register.csv-metadata.json")
@public
def csv_metadata() -> ResponseReturnValue:
    """The same for programs that read CSV on the Web."""
    return _data(json.dumps(opendata.csv_metadata(), ensure_ascii=False, indent=2), "application/csvm+json")


@bp.get("/openapi.json")
@public
def described() -> ResponseReturnValue:
    """Every address for machines, in OpenAPI."""
    with reading() as session:
        known = openapi.document(services().config.public_address.rstrip("/"), queries.regions(session))
    return _data(json.dumps(known, ensure_ascii=False, indent=2), "application/json")


@bp.get("/register/<slug>")
@public
def council(slug: str) -> ResponseReturnValue:
    """One council and its history, whether or not it has ever held the Mark."""
    with reading() as session:
        page = queries.council_page(session, slug, today(services().clock))
    home = services().config.public_address.rstrip("/")
    return render_public("register/council.html", page, contact=_contact(), home=home, linked=council_data(page, home))


@bp.get("/register/<slug>/card.png")
@public
def card(slug: str) -> ResponseReturnValue:
    """The picture of a council's page, for where its address is shared."""
    day = today(services().clock)
    with reading() as session:
        page = queries.council_page(session, slug, day)
    award = page.award
    said = say(award.first_line) if award else gettext("%(council)s does not hold the Mark.", council=say(page.names))
    drawn = card_svg(say(page.names), said, day, holds_the_mark=bool(award and award.holds_the_mark))
    return Response(svg_to_png(drawn), headers=PICTURE, mimetype="image/png")


@bp.get("/verify")
@public
def verify() -> ResponseReturnValue:
    """Check by number, by a council's name or by a web address."""
    with reading() as session:
        result = checking.check(
            session,
            request.args.get("q", ""),
            today(services().clock),
            own_host=urlsplit(services().config.public_address).hostname or "",
        )
    if result.is_award:
        return redirect(url_for("register.verify_award", number=result.number))
    return render_public("register/verify.html", result, FileForm(), contact=_contact())


@files.post("/verify")
@public
def examine() -> ResponseReturnValue:
    """What a certificate or credential file is, and how its award stands. The file is forgotten with this request."""
    form = FileForm()
    try:
        content = form.to_command()
    except RuleBroken as broken:
        form.add_problems(broken.problems)
        nothing = checking.CheckResult("", checking.Meant.NOTHING)
        return render_public("register/verify.html", nothing, form, contact=_contact())
    with reading() as session:
        found = dropped.examine(session, own_issuer(), content, today(services().clock))
    return render_public("register/dropped.html", found, contact=_contact())


@bp.get("/verify/offline")
@public
def offline() -> ResponseReturnValue:
    """The check of a credential in the browser alone."""
    with reading() as session:
        page = offline_page.verifier_page(session, own_issuer(), services().clock)
    return render_public("register/offline.html", page)


@bp.get("/verify/offline.html")
@public
def offline_file() -> ResponseReturnValue:
    """The same check as one file to keep, with all that it needs."""
    with reading() as session:
        page = offline_page.verifier_page(session, own_issuer(), services().clock)
    response = render_public("register/offline-file.html", page)
    response.headers["Content-Disposition"] = 'attachment; filename="check-a-credential.html"'
    return response


@bp.get("/verify/<number>")
@public
def verify_award(number: str) -> ResponseReturnValue:
    """Yes or no about one award, first of all."""
    written = award_number_from(number)
    if written is not None and written != number:
        return redirect(url_for("register.verify_award", number=written), 301)
    try:
        with reading() as session:
            page = checking.verify_page(session, number, today(services().clock))
    except NotFound:
        return render_public(
            "register/unknown.html", typed=number, misread=written is None, contact=_contact(), code=404
        )
    return render_public(
        "register/award.html", page, contact=_contact(), site=urlsplit(services().config.public_address).netloc
    )


@bp.get("/verify/<number>.json")
@public
def verify_json(number: str) -> ResponseReturnValue:
    """Yes or no about one award, for machines."""
    day = today(services().clock)
    try:
        with reading() as session:
            page = checking.verify_page(session, award_number_from(number) or number, day)
    except NotFound:
        return refused(404, "no award has this number", "Compare it with the certificate.", number=number)
    answer = {"checked_on": day.isoformat(), **opendata.fields_of(page.award, _verify_address)}
    return _data(json.dumps(answer, ensure_ascii=False, indent=2), "application/json")


def _open_data(write: Callable[[queries.WholeRegister, opendata.Address], Iterable[str]], mimetype: str) -> Response:
    day = today(services().clock)
    with reading() as session:
        form = RegisterForm(request.args, queries.regions(session), day)
        try:
            register = queries.whole_register(session, form.to_command())
        except RuleBroken:
            return refused(400, "this cannot be asked", "Correct what is named in errors.", errors=form.errors)
        return open_data(write(register, _verify_address), mimetype)


def _verify_address(number: str) -> str:
    return services().config.public_address + url_for("register.verify_award", number=number)


def _contact() -> str:
    return parseaddr(services().config.mail_from)[1]


def _data(text: str, mimetype: str, code: int = 200) -> Response:
    return open_data([text], mimetype, code)
