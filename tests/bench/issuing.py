"""A whole award issued, with everything that follows from it, beside a blank PDF; and what it leaves in memory."""

import gc
import io
import os
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from weasyprint import HTML

from config import Config
from portal.app import create_app
from portal.audit.work import Work
from portal.kernel.permissions import SYSTEM
from portal.keys.commands import keys
from portal.storage.migrating import upgrade
from portal.web.services import Services
from tests.bench.measuring import Line, ratio
from tests.factories.awards import make_award, make_council

AWARDS_A_ROUND, MANY = 3, 400
MEGABYTE = 1024 * 1024


def of_an_award(folder: Path) -> Iterator[Line]:
    """Certificate, seal, two proofs, baking, log, letters: in one transaction, as the portal does it."""
    config = Config.from_environment({"INSTANCE_DIR": str(folder)})
    upgrade(config.database_url)
    app = create_app(config)
    with app.app_context():
        app.test_cli_runner().invoke(keys, ["create"])
    # As wsgi.py does.
    gc.collect()
    gc.freeze()
    found, spent = ratio(
        lambda: _issue(app), lambda: HTML(string="<p>hello</p>").write_pdf(io.BytesIO()), AWARDS_A_ROUND
    )
    yield Line("a whole award issued", found, f"{spent:.0f} ms", "a PDF that says hello")
    gc.collect()
    before = _memory()
    for _ in range(MANY):
        _issue(app)
    gc.collect()
    grown = (_memory() - before) / MEGABYTE
    yield Line(f"memory after {MANY} more", grown / (before / MEGABYTE), f"{grown:.1f} MB", "the memory before them")
    app.extensions["portal"].database.engine.dispose()


def _issue(app: Flask) -> None:
    running: Services = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, running.reactions)
        make_award(work, make_council(work, "Example Borough Council"))


def _memory() -> int:
    """Bytes of this process that are in memory (Linux, proc(5): the second number of statm is in pages)."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
