"""The badge as an image and as a frame for other people's pages."""

from datetime import date
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.badges import queries, selftest
from portal.badges.drawing import MARK, Translate
from portal.badges.forms import SelfTestForm
from portal.badges.framing import ANYWHERE, STYLE, frame_policy
from portal.badges.kit import LOOK_WORDS, SIZE_WORDS, Addresses, measured, snippets
from portal.badges.layouts import MEASURES
from portal.badges.pictures import MIMETYPES, picture, trial_picture
from portal.badges.rules import Form, Manner, manner_asked_for
from portal.kernel.clock import today
from portal.kernel.references import award_number_from
from portal.web.guard import public
from portal.web.headers import SHARED
from portal.web.language import PREFIX, Language, language, to
from portal.web.memory import OWN_HOSTS
from portal.web.openform import trying
from portal.web.rendering import render_public
from portal.web.services import services
from portal.web.transactions import reading
from portal.web.wording import translator

bp = Blueprint("badges", __name__)
# Apart, because its form is for everybody: it asks for no session, and for other limits.
tests = Blueprint("badge_tests", __name__)

# An image may be opened by itself, and then it is a document of this site: it may do nothing but be drawn.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
FOR_OTHER_SITES = {"Cross-Origin-Resource-Policy": "cross-origin", "X-Content-Type-Options": "nosniff"}


@bp.get("/badge/test.svg")
@public
def trial() -> Response:
    """A badge to try a page out with, which nobody can take for an award."""
    return _trial(Form.SVG)


@bp.get("/badge/test.png")
@public
def trial_png() -> Response:
    """The same for whatever shows no SVG, such as a mail program."""
    return _trial(Form.PNG)


@bp.get("/badge/<number>.svg")
@public
def image(number: str) -> ResponseReturnValue:
    """The badge as it stands today. A number that no award has gets a picture too, with 404."""
    return _live(number, Form.SVG)


@bp.get("/badge/<number>.png")
@public
def image_png(number: str) -> ResponseReturnValue:
    """The same for whatever shows no SVG, such as a mail program."""
    return _live(number, Form.PNG)


@bp.get("/badge/<number>/frame")
@public
def frame(number: str) -> ResponseReturnValue:
    """The badge to frame, on the council's own websites and nowhere else."""
    if request.args.get("lang") == Language.WELSH and language() is Language.ENGLISH:
        return redirect(PREFIX[Language.WELSH] + request.path)
    with reading() as session:
        page = queries.frame_page(session, _written(number), _day())
    leads_to = url_for("register.verify_award", number=page.number) if page.bearer else to("/verify")
    verify = services().config.public_address + leads_to
    response = render_public(
        "badges/frame.html", page, code=200 if page.bearer else 404, verify=verify, mark=MARK, style=STYLE
    )
    return _framed(response, frame_policy(page.hosts))


@bp.get("/badge/test/frame")
@public
def trial_frame() -> ResponseReturnValue:
    """A frame to try a page out with, on any website."""
    verify = services().config.public_address + to("/verify")
    return _framed(render_public("badges/trial-frame.html", _day(), verify=verify, style=STYLE), ANYWHERE)


@bp.get("/badge/<number>/kit")
@public
def kit(number: str) -> ResponseReturnValue:
    """How to put the badge on a website."""
    written = _written(number)
    manner, translate = _manner(Form.SVG)
    with reading() as session:
        page = queries.kit_page(session, written, _day(), manner.lang, translate)
    if page.number != number:
        return redirect(url_for("badges.kit", number=page.number), 301 if page.number == written else 302)
    site = services().config.public_address
    addresses = Addresses(
        site=site,
        verify=f"{site}{PREFIX[Language(manner.lang)]}/verify/{number}",
        frame=f"{site}{PREFIX[Language(manner.lang)]}/badge/{number}/frame",
        svg=f"{site}/badge/{number}.svg",
        png=f"{site}/badge/{number}.png",
    )
    return render_public(
        "badges/kit.html",
        page,
        manner=manner,
        to_copy=snippets(addresses, page.council, manner, translate),
        measured=measured(page.face, manner, translate),
        addresses=addresses,
        measure=MEASURES[manner.size],
        sizes=SIZE_WORDS,
        looks=LOOK_WORDS,
    )


@bp.get("/badge/privacy")
@public
def privacy() -> Response:
    """What is kept when somebody sees a badge: nothing about them."""
    return render_public("badges/privacy.html")


@tests.get("/badge/<number>/kit/test")
@public
def test_form(number: str) -> Response:
    """Ask which page is to be tested."""
    return _tested(number, SelfTestForm(formdata=None))


@tests.post("/badge/<number>/kit/test")
@public
def test(number: str) -> Response:
    """Open a page on one of the council's websites, and say what is right or wrong there."""
    return _tested(number, SelfTestForm(), asked=True)


def _tested(number: str, form: SelfTestForm, *, asked: bool = False) -> Response:
    site, report = services().config.public_address, None
    with reading() as session:
        page = selftest.selftest_page(session, _written(number), _day(), site, translator(language()))
    # Nothing of ours is held while another website answers.
    if asked:
        with trying(form):
            report = selftest.run(services().fetch, page, form.to_address(), _day())
    return render_public("badges/test.html", page, form, report=report)


def _trial(form: Form) -> Response:
    manner, translate = _manner(form)
    return _image(trial_picture(_day(), manner, translate), manner)


def _live(number: str, form: Form) -> ResponseReturnValue:
    manner, translate = _manner(form)
    own_host, referrer = urlsplit(request.host_url).hostname or "", request.headers.get("Referer", "")
    with reading() as session:
        badge = queries.badge(session, _written(number), _day(), referrer, own_host, manner.lang, translate)
    if badge.known:
        request.environ[OWN_HOSTS] = badge.own_hosts
    tag = badge.etag(manner)
    unchanged = badge.known and tag in request.if_none_match
    response = _image(b"" if unchanged else picture(badge.face, manner, translate), manner)
    # The same address answers differently to different pages. Some caches do not look at Vary: what they would keep
    # wrongly, they may not keep at all.
    response.headers["Vary"] = "Referer"
    response.headers["Cache-Control"] = "private, no-store" if badge.for_this_page_only else SHARED
    if not badge.known:
        response.status_code = 404
        return response
    response.set_etag(tag)
    return response.make_conditional(request)


def _written(number: str) -> str:
    return award_number_from(number) or number


def _day() -> date:
    return today(services().clock)


def _manner(form: Form) -> tuple[Manner, Translate]:
    manner = manner_asked_for(form, request.args, language())
    return manner, translator(Language(manner.lang))


def _image(content: bytes, manner: Manner) -> Response:
    headers = {**FOR_OTHER_SITES, "Content-Security-Policy": POLICY, "Cache-Control": SHARED}
    return Response(content, 200, headers, mimetype=MIMETYPES[manner.form])


def _framed(response: Response, policy: str) -> Response:
    # A page that asks all its parts to agree to being embedded can embed this one too.
    embeddable = {"Cross-Origin-Embedder-Policy": "require-corp", "Content-Security-Policy": policy}
    response.headers.update({**FOR_OTHER_SITES, **embeddable, "Cache-Control": SHARED})
    response.add_etag()
    response.make_conditional(request)
    return response
