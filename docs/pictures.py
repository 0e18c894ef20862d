"""Takes the pictures in docs/pictures anew: ``.venv/bin/python -m docs.pictures``, after ``python3 -m tests.ready``.

A portal of its own, with the demonstration in it and a clock that stands still, is photographed with the Chromium that
the tests use, and thrown away. The same pages give the same pictures, so that a difference shows what has changed.
"""

import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pypdfium2
import structlog
import waitress
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from portal import serving
from portal.accounts.queries import members, person_by_email
from portal.app import create_app
from portal.applications.models import Application
from portal.audit.models import Involvement
from portal.awards.queries import awards_of
from portal.councils.models import Council
from portal.demonstration import loading
from portal.demonstration.cast import LEAD
from portal.kernel.clock import FixedClock
from portal.kernel.permissions import Part, Role
from portal.storage import migrating
from portal.web.services import Services

PICTURES = Path(__file__).with_name("pictures")
# A Wednesday morning in term time, as in the tests.
MOMENT = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
# What stands in a picture wherever the portal says its own address.
ADDRESS = "http://127.0.0.1:5000"

DESK = ViewportSize(width=1200, height=800)
PHONE = ViewportSize(width=390, height=844)
# A longer page is cut: a picture shows what a page is like, not all of it.
LONGEST = 1500
LARGEST_BYTES = 150_000
COLOURS = (256, 128, 64, 32)
PAGE_WIDTH = 1200

log = structlog.get_logger()


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, the page, who looks at it (None: anybody) and on which screen."""

    name: str
    path: str
    person_id: UUID | None = None
    on_a_phone: bool = False

    @property
    def screen(self) -> ViewportSize:
        """The size of the screen in pixels."""
        return PHONE if self.on_a_phone else DESK


class Cast:
    """Who and what of the demonstration is in the pictures."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def council(self, slug: str) -> Council:
        """The council with this slug."""
        return self._session.scalars(select(Council).where(Council.slug == slug)).one()

    def member(self, slug: str, role: Role) -> UUID:
        """Somebody who has this role in the council."""
        return members(self._session, self.council(slug).id, role)[0].person_id

    def lead(self) -> UUID:
        """The lead reviewer."""
        found = person_by_email(self._session, LEAD.email)
        if found is None:
            raise LookupError(f"the demonstration has no {LEAD.email}")
        return found.id

    def application(self, slug: str) -> Application:
        """The council's newest application."""
        mine = select(Application).where(Application.council_id == self.council(slug).id)
        return self._session.scalars(mine.order_by(Application.state_since.desc()).limit(1)).one()

    def reviewer(self, slug: str) -> UUID:
        """Whoever reviews the council's newest application."""
        part = select(Involvement.person_id).where(
            Involvement.case_id == self.application(slug).id, Involvement.part == Part.REVIEWER
        )
        return self._session.scalars(part).one()

    def award(self, slug: str) -> str:
        """The number of the council's newest award."""
        return awards_of(self._session, self.council(slug).id)[0].number


def shots(cast: Cast) -> list[Shot]:
    """Every page that is photographed, in the order of the process."""
    award = cast.award("leeds")
    officer, owner = cast.member("wokingham", Role.CONTRIBUTOR), cast.member("wokingham", Role.OWNER)
    in_review = cast.application("avon-fire-and-rescue-service").reference
    in_moderation = cast.application("peak-district-national-park-authority").reference
    not_yet = cast.application("luton").reference
    return [
        Shot("home", "/"),
        Shot("home-phone", "/", on_a_phone=True),
        Shot("sign-in", "/sign-in"),
        Shot("criteria", "/criteria"),
        Shot("tasks", "/council/wokingham/application", officer),
        Shot("answer", "/council/wokingham/application/INF-2", officer),
        Shot("answer-phone", "/council/wokingham/application/INF-2", officer, on_a_phone=True),
        Shot("own-score", "/council/wokingham/application/self-score", officer),
        Shot("check", "/council/wokingham/application/check", owner),
        Shot("declaration", "/council/lancaster/application/declaration", cast.member("lancaster", Role.APPROVER)),
        Shot("timeline", "/council/monmouthshire/application/timeline", cast.member("monmouthshire", Role.OWNER)),
        Shot("questions", "/council/monmouthshire/application/questions", cast.member("monmouthshire", Role.OWNER)),
        Shot("score", f"/reviews/{in_review}/INF-2", cast.reviewer("avon-fire-and-rescue-service")),
        Shot("moderation", f"/reviews/{in_moderation}/moderation", cast.lead()),
        Shot("feedback", f"/council/luton/results/{not_yet}", cast.member("luton", Role.OWNER)),
        Shot("certificate", f"/certificate/{award}"),
        Shot("kit", f"/badge/{award}/kit"),
        Shot("register", "/register"),
        Shot("our-day", "/our-day"),
        Shot("verify", f"/verify/{award}"),
        Shot("verify-phone", f"/verify/{award}", on_a_phone=True),
    ]


@contextmanager
def portal(folder: Path) -> Iterator[tuple[Flask, str]]:
    """A portal with the demonstration in it, and the address at which it answers until the block ends."""
    config = Config.from_environment({"INSTANCE_DIR": str(folder), "PUBLIC_ADDRESS": ADDRESS})
    migrating.upgrade(config.database_url)
    app = create_app(config, FixedClock(MOMENT))
    running: Services = app.extensions["portal"]
    with app.app_context():
        loading.prepare(running)
    listener = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(app, sockets=[listener], threads=serving.THREADS)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield app, f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.close()
        thread.join()
        running.database.engine.dispose()


def photograph(browser: Browser, address: str, shot: Shot) -> bytes:
    """The page as a PNG, from its top to its end or to LONGEST."""
    context = browser.new_context(base_url=address, viewport=shot.screen, locale="en-GB")
    try:
        if shot.person_id is not None:
            _sign_in(context, shot.person_id)
        page = context.new_page()
        answer = page.goto(shot.path)
        if answer is None or not answer.ok:
            raise LookupError(f"{shot.path}: {answer.status if answer else 'no answer'}")
        page.evaluate("document.fonts.ready")
        height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST)
        clip = {"x": 0, "y": 0, "width": shot.screen["width"], "height": height}
        return page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type] # a FloatRect
    finally:
        context.close()


def _sign_in(context: BrowserContext, person_id: UUID) -> None:
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("details").evaluate_all("lists => lists.forEach((list) => { list.open = true; })")
    page.locator(f'button[name="person"][value="{person_id}"]').click()
    page.wait_for_load_state()
    page.close()


def badge_on_a_page(browser: Browser, address: str, number: str) -> bytes:
    """The badge on somebody's plain white page."""
    context = browser.new_context(base_url=address, viewport=ViewportSize(width=360, height=200))
    try:
        page = context.new_page()
        footer = f'<!doctype html><img src="/badge/{number}.svg" alt="">'
        page.route("**/footer", lambda route: route.fulfill(body=footer, content_type="text/html"))
        page.goto("/footer", wait_until="networkidle")
        return page.locator("img").screenshot()
    finally:
        context.close()


def certificate(app: Flask, number: str) -> bytes:
    """The first page of the certificate's PDF as a PNG."""
    document = pypdfium2.PdfDocument(app.test_client().get(f"/certificate/{number}.pdf").data)
    page = document[0]
    drawn = BytesIO()
    page.render(scale=PAGE_WIDTH / 2 / page.get_width() * 1.5).to_pil().save(drawn, "PNG")
    return drawn.getvalue()


def keep(name: str, png: bytes) -> None:
    """Write the picture with as many colours as fit into LARGEST_BYTES."""
    picture = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        small = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= LARGEST_BYTES:
            break
    else:
        raise ValueError(f"{name} is larger than {LARGEST_BYTES} bytes in {colours} colours: make it shorter")
    (PICTURES / f"{name}.png").write_bytes(small.getvalue())
    log.info("taken", picture=name, width=picture.width, height=picture.height, bytes=small.tell())


def main() -> None:
    """Take every picture anew. Exits with a sentence where there is no Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("There is no chromium on the path: python3 -m tests.ready installs it.")
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        portal(Path(folder)) as (app, address),
        sync_playwright() as playwright,
    ):
        running: Services = app.extensions["portal"]
        with running.database.reading() as session:
            cast = Cast(session)
            wanted, award = shots(cast), cast.award("leeds")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in wanted:
            keep(shot.name, photograph(browser, address, shot))
        keep("badge", badge_on_a_page(browser, address, award))
        keep("certificate-pdf", certificate(app, award))
        browser.close()


if __name__ == "__main__":
    main()
