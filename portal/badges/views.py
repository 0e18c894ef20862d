"""The badge as an image for other people's pages, and the kit for whoever puts it there."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.badges import queries
from portal.badges.drawing import badge_svg, trial_badge_svg
from portal.kernel.clock import today
from portal.kernel.references import award_number_from
from portal.web.guard import public
from portal.web.headers import SHARED
from portal.web.rendering import render_public
from portal.web.services import services
from portal.web.transactions import reading

bp = Blueprint("badges", __name__)

# An image may be opened by itself, and then it is a document of this site: it may do nothing but be drawn.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@bp.get("/badge/test.svg")
@public
def trial() -> Response:
    """A badge to try a page out with, which nobody can take for an award."""
    return _image(trial_badge_svg(today(services().clock)))


@bp.get("/badge/<number>.svg")
@public
def image(number: str) -> ResponseReturnValue:
    """The badge as it stands today. A number that no award has gets a picture too, with 404."""
    with reading() as session:
        badge = queries.badge(
            session,
            award_number_from(number) or number,
            today(services().clock),
            referrer=request.headers.get("Referer", ""),
            own_host=urlsplit(request.host_url).hostname or "",
        )
    response = _image(badge_svg(badge.face), 200 if badge.known else 404)
    # The same address answers differently to different pages. Some caches do not look at Vary: what they would keep
    # wrongly, they may not keep at all.
    response.headers["Vary"] = "Referer"
    response.headers["Cache-Control"] = "private, no-store" if badge.for_this_page_only else SHARED
    if not badge.known:
        return response
    response.set_etag(badge.etag)
    return response.make_conditional(request)


@bp.get("/badge/<number>/kit")
@public
def kit(number: str) -> ResponseReturnValue:
    """How to put the badge on a website."""
    written = award_number_from(number) or number
    if written != number:
        return redirect(url_for("badges.kit", number=written), 301)
    with reading() as session:
        page = queries.kit_page(session, number, today(services().clock))
    site = services().config.public_address
    return render_public(
        "badges/kit.html",
        page,
        site=site,
        verify=site + url_for("register.verify_award", number=number),
        image=site + url_for("badges.image", number=number),
        trial=site + url_for("badges.trial"),
    )


def _image(svg: str, code: int = 200) -> Response:
    return Response(
        svg,
        code,
        {
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": SHARED,
        },
        mimetype="image/svg+xml",
    )
