"""The public information pages."""

from datetime import timedelta

from flask import Blueprint, Response, make_response

from portal.appeals.rules import GROUND_HELP
from portal.appeals.states import GROUND_WORDS, Ground
from portal.guide import queries
from portal.kernel.clock import today
from portal.web.guard import public
from portal.web.rendering import render_public
from portal.web.services import services
from portal.web.transactions import reading

bp = Blueprint("guide", __name__)

SECURITY_TXT_DAYS = 180


@bp.get("/")
@public
def home() -> Response:
    """What the Mark is, how to check a council, how to start."""
    with reading() as session:
        page = queries.home_page(session, today(services().clock))
    return render_public("guide/home.html", page=page)


@bp.get("/statistics")
@public
def statistics() -> Response:
    """The scheme in numbers."""
    day = today(services().clock)
    with reading() as session:
        page = queries.statistics(session, day)
    return render_public("guide/statistics.html", page=page, day=day)


@bp.get("/impartiality")
@public
def impartiality() -> Response:
    """How the scheme keeps its decisions fair, and how to appeal or complain."""
    return render_public("guide/impartiality.html")


@bp.get("/appeals")
@public
def appeals() -> Response:
    """On what grounds a result can be appealed, how, by when, and who decides."""
    return render_public("guide/appeals.html", page=[(GROUND_WORDS[ground], GROUND_HELP[ground]) for ground in Ground])


@bp.get("/accessibility")
@public
def accessibility() -> Response:
    """How the portal can be used by everyone, and what is known not to work."""
    return render_public("guide/accessibility.html")


@bp.get("/privacy")
@public
def privacy() -> Response:
    """What is kept about people, why and for how long."""
    return render_public("guide/privacy.html")


@bp.get("/cookies")
@public
def cookies() -> Response:
    """The one cookie."""
    return render_public("guide/cookies.html")


@bp.get("/terms")
@public
def terms() -> Response:
    """What a council agrees to, and how the Mark may be used."""
    return render_public("guide/terms.html")


@bp.get("/.well-known/security.txt")
@public
def security_txt() -> Response:
    """Whom to tell of a weakness (RFC 9116)."""
    config = services().config
    expires = (services().clock.now() + timedelta(days=SECURITY_TXT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    lines = (
        f"Contact: mailto:{config.contact}",
        f"Expires: {expires}",
        "Preferred-Languages: en, cy",
        f"Canonical: {config.public_address}/.well-known/security.txt",
    )
    answer = make_response("\n".join(lines) + "\n")
    answer.content_type = "text/plain; charset=utf-8"
    return answer
