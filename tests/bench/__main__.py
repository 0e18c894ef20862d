"""Measures each page beside a Flask application that only says hello, and the certificate beside a blank PDF.

Both sides are asked in turn, many times, in one process; what is printed is the median of the ratios of CPU time.
"""

import io
import tempfile
import time
from collections.abc import Callable
from statistics import median

from flask import Flask
from weasyprint import HTML

from config import Config
from portal.app import create_app
from portal.awards.queries import awards
from portal.awards.rules import Standing
from portal.certificates.render import CertificatePage, certificate_pdf
from portal.demonstration.loading import prepare
from portal.kernel.clock import today
from portal.storage.migrating import upgrade
from portal.web.services import Services

ROUNDS, REQUESTS = 15, 40
RENDERINGS = 5
CERTIFICATE = CertificatePage(
    lang="en",
    number="K7QX-3MWDR",
    council_name="Example Borough Council",
    other_name="",
    commendation=False,
    starts_on="18 November 2026",
    ends_on="17 November 2028",
    issued_on="18 November 2026",
    edition="Edition 2026 (version 1.0)",
    domain="example.gov.uk",
    verify_url="https://mark.example/verify/K7QX-3MWDR",
)


def hello() -> Flask:
    """The reference: the least that Flask can do."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def cost(act: Callable[[], object], times: int) -> float:
    """Seconds of CPU for doing it so many times."""
    begun = time.process_time()
    for _ in range(times):
        act()
    return time.process_time() - begun


def ratio(act: Callable[[], object], reference: Callable[[], object], times: int) -> tuple[float, float]:
    """The median ratio, and the median milliseconds of one ``act``; once each before anything counts."""
    act(), reference()
    pairs = [(cost(act, times), cost(reference, times)) for _ in range(ROUNDS)]
    return median(a / b for a, b in pairs), median(a for a, _b in pairs) / times * 1000


def main() -> None:
    """Load the demonstration into a temporary folder and measure."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config.from_environment({"INSTANCE_DIR": folder})
        upgrade(config.database_url)
        app = create_app(config)
        running: Services = app.extensions["portal"]
        with app.app_context():
            prepare(running)
        with running.database.reading() as session:
            day = today(running.clock)
            number = next(a.number for a in awards(session) if a.position(day).standing is Standing.CURRENT)
        client, reference = app.test_client(), hello().test_client()
        print(f"{'what':<28}{'ratio':>8}{'ms':>9}   beside")  # noqa: T201 - what the command is for
        of_award = (f"/verify/{number}", f"/verify/{number}.json", f"/badge/{number}.svg")
        for address in ("/", "/criteria", "/register", *of_award):

            def page(address: str = address) -> None:
                if client.get(address).status_code != 200:
                    raise RuntimeError(f"{address} does not answer")

            found, spent = ratio(page, lambda: reference.get("/"), REQUESTS)
            print(f"{address:<28}{found:>8.1f}{spent:>9.2f}   a bare Flask hello")  # noqa: T201 - see above
        found, spent = ratio(
            lambda: certificate_pdf(CERTIFICATE),
            lambda: HTML(string="<p>hello</p>").write_pdf(io.BytesIO()),
            RENDERINGS,
        )
        print(f"{'certificate':<28}{found:>8.1f}{spent:>9.2f}   a PDF that says hello")  # noqa: T201 - see above
        running.database.engine.dispose()


if __name__ == "__main__":
    main()
