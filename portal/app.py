"""The composition root: configuration, what every request shares, and the steps of the process in their order."""

from flask import Blueprint, Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config
from portal import cli
from portal.accounts import signin
from portal.accounts.views import KEEP_LIMIT, SIGN_IN_LIMIT, keeping
from portal.accounts.views import bp as accounts
from portal.accounts.views import demonstration as demonstration_sign_in
from portal.announcements.views import bp as announcements
from portal.answering.views import bp as answering
from portal.appeals.views import bp as appeals
from portal.assignments.views import bp as assignments
from portal.audit.errands import Fetch
from portal.badges.rules import is_elsewhere
from portal.badges.views import bp as badges
from portal.badges.views import tests as badge_tests
from portal.certificates.views import bp as certificates
from portal.claims.views import bp as claims
from portal.clarifications.views import bp as clarifications
from portal.completeness.views import bp as completeness
from portal.concerns.views import bp as concerns
from portal.concerns.views import reporting
from portal.consistency.beside import Aids
from portal.consistency.views import bp as consistency
from portal.councils.kinds import area_words
from portal.credentials.views import bp as credentials
from portal.criteria.views import bp as criteria
from portal.decisions.views import bp as decisions
from portal.declarations.views import bp as declarations
from portal.draws.views import bp as draws
from portal.editions.views import bp as editions
from portal.endings.views import bp as endings
from portal.evidence.views import bp as evidence
from portal.fetching.fetcher import fetcher
from portal.guide.views import bp as guide
from portal.holds.views import bp as holds
from portal.interests.views import bp as interests
from portal.kernel.clock import Clock, SystemClock
from portal.kernel.references import award_number_from
from portal.keys.issuer import Issuer
from portal.keys.views import bp as keys
from portal.links.views import bp as links
from portal.notifications.views import bp as notifications
from portal.notifications.worker import Worker
from portal.objections.views import bp as objections
from portal.ourday.views import bp as ourday
from portal.oversight.views import bp as oversight
from portal.places.views import bp as places
from portal.reactions import ERRANDS, due, reactions
from portal.register.views import bp as register
from portal.register.views import files as dropped_files
from portal.reviews.views import bp as reviews
from portal.secondstep.views import bp as second_step
from portal.sharing.views import bp as sharing
from portal.standing.beside import WithStanding
from portal.standing.views import bp as standing
from portal.statistics.views import bp as statistics
from portal.storage.engine import Database
from portal.storage.files import FileStore
from portal.team.views import bp as team
from portal.timeline.views import bp as timeline
from portal.transparency.views import bp as transparency
from portal.web import (
    actor,
    assets,
    copies,
    errors,
    guard,
    headers,
    language,
    limits,
    opendata,
    rendering,
    routing,
    wording,
)
from portal.web.memory import Memory
from portal.web.services import Services

FORM_LIMIT = "300 per minute"
TEST_LIMIT = "20 per minute; 100 per hour"

# Every step that has pages, in the order of the process.
BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts,
    keeping,
    keys,
    second_step,
    claims,
    team,
    criteria,
    sharing,
    answering,
    evidence,
    links,
    ourday,
    declarations,
    completeness,
    endings,
    holds,
    interests,
    assignments,
    objections,
    clarifications,
    draws,
    reviews,
    decisions,
    appeals,
    consistency,
    editions,
    announcements,
    transparency,
    credentials,
    certificates,
    badges,
    badge_tests,
    standing,
    places,
    register,
    reporting,
    concerns,
    dropped_files,
    timeline,
    oversight,
    statistics,
    guide,
)

# Their public pages are there in Welsh too.
BILINGUAL: tuple[Blueprint, ...] = (
    criteria,
    ourday,
    draws,
    consistency,
    certificates,
    badges,
    badge_tests,
    register,
    transparency,
    reporting,
    dropped_files,
    guide,
)

# What is made of the criteria's own words, which are in English.
IN_ENGLISH = ("criteria.edition_pdf", "criteria.edition_workbook", "criteria.edition_json")

# Pages that exist in demonstration mode only.
DEMONSTRATION: tuple[Blueprint, ...] = (demonstration_sign_in, notifications)


def create_app(config: Config, clock: Clock | None = None, fetch: Fetch | None = None) -> Flask:
    """The portal, ready to answer. Raises RuntimeError where a route is neither guarded nor public.

    ``fetch`` opens pages of the web, for tests with websites of their own.
    """
    app = Flask("portal", root_path=str(ROOT), static_folder="static", template_folder="templates")
    routing.install(app)
    app.config.update(
        SECRET_KEY=config.secret_key,
        SECRET_KEY_FALLBACKS=list(config.secret_key_fallbacks),
        TRUSTED_HOSTS=list(config.trusted_hosts),
        SESSION_COOKIE_NAME="__Host-mark" if config.secure_cookies else "mark",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI="memory://",
    )
    files, issuer = FileStore(config.uploads), Issuer(config.public_address, config.key_secret)
    fetch = fetch or fetcher(config.public_address).fetch
    falls_due = due(issuer, files, config.second_review_one_in)
    worker = Worker(app, config.instance, falls_due, ERRANDS if config.link_checks else (), fetch)
    app.extensions["portal-worker"] = worker
    app.extensions["portal-beside"] = WithStanding()
    app.extensions["portal-aids"] = Aids()
    app.extensions["portal"] = Services(
        config=config,
        database=Database(config.database_url),
        clock=clock or SystemClock(),
        files=files,
        reactions=reactions(issuer, config.second_review_one_in),
        after_commit=worker.ring,
        fetch=fetch if config.link_checks else None,
    )
    _prepare_templates(app, config)
    limits.install(app)
    language.install(app, BILINGUAL, IN_ENGLISH)
    copies.install(app)
    opendata.install(app)
    # The guard comes before the CSRF check: a form from an expired session is kept for its owner, not refused.
    app.before_request(guard.check)
    csrf = CSRFProtect(app)
    # What anybody may send has no session to bind a token to; portal/web/openform.py says what it has instead.
    for for_everybody in (badge_tests, dropped_files, reporting):
        csrf.exempt(for_everybody)
    # The outer guard against floods of forms; the limits that matter are rows. Reading is free: a whole council may
    # come through one address.
    limiter = Limiter(
        get_remote_address,
        app=app,
        default_limits=[FORM_LIMIT],
        default_limits_exempt_when=lambda: request.method in ("GET", "HEAD"),
    )
    for signing_in in (accounts, second_step):
        limiter.limit(SIGN_IN_LIMIT, methods=["POST"])(signing_in)
    # It makes the portal ask another website: neither one visitor nor many may make a flood of it.
    for key in (get_remote_address, _award_asked_about):
        limiter.limit(TEST_LIMIT, key_func=key, methods=["POST"])(badge_tests)
    # Not by address: what one person types must not keep the words of a colleague from being kept.
    limiter.limit(KEEP_LIMIT, key_func=lambda: signin.own_token() or get_remote_address())(keeping)
    wording.install(app)
    headers.install(app)
    errors.install(app)
    signin.install(app)
    for blueprint in (*BLUEPRINTS, *(DEMONSTRATION if config.demonstration else ())):
        app.register_blueprint(blueprint)
    cli.install(app)
    guard.refuse_unmarked(app)
    running: Services = app.extensions["portal"]
    memory = Memory(
        app.wsgi_app,
        as_of=lambda: (running.database.changes.mark(), running.clock.now().replace(second=0, microsecond=0)),
        elsewhere=is_elsewhere,
    )
    app.extensions["portal-memory"] = memory
    app.wsgi_app = memory  # type: ignore[method-assign] # Flask's documented way to wrap
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # Flask's documented way to wrap
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=config.proxies
        )
    return app


def _award_asked_about() -> str:
    """The award in the address, however its number is written there: each way would count anew."""
    number = str((request.view_args or {}).get("number"))
    return f"award {award_number_from(number) or number}"


def _prepare_templates(app: Flask, config: Config) -> None:
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "templates"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.globals.update(
        asset=assets.asset,
        static_address=assets.static_address,
        areas_of=rendering.areas_of,
        contact=config.contact,
        keeper=actor.keeper,
        nav="",
        demonstration=config.demonstration,
        link_checks=config.link_checks,
    )
    app.jinja_env.filters.update(
        say=wording.say,
        area=lambda name: wording.say(area_words(name)),
        say_in=wording.say_in,
        long_date=wording.long_date,
        moment=wording.moment,
        file_size=wording.file_size,
        figure=wording.figure,
    )
    WTFormsHelpers(app)
