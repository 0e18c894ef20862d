"""The one-command run: bring the database up to date, fill it where it is empty, start the worker, serve."""

import gc
import sys

import structlog
import waitress

from config import Config, ConfigurationError
from portal.app import create_app
from portal.demonstration.loading import prepare
from portal.storage import migrating
from portal.web.services import Services

THREADS = 8


def serve() -> None:
    """Serve until interrupted. Exits with a sentence where the configuration or the address does not allow it."""
    try:
        config = Config.from_environment()
    except ConfigurationError as fault:
        sys.exit(str(fault))
    migrating.upgrade(config.database_url)
    app = create_app(config)
    with app.app_context():
        prepare(app.extensions["portal"])
        # What the demonstration's people were told waits in the outbox: not until the first sweep.
        app.extensions["portal"].after_commit()
    running: Services = app.extensions["portal"]
    consumer = app.extensions["portal-worker"].consumer()
    try:
        server = waitress.create_server(app, host="127.0.0.1", port=config.port, threads=THREADS)
    except OSError as fault:
        sys.exit(f"Port {config.port} cannot be used ({fault.strerror}). Choose another: PORT=5001 python3 -m portal")
    # As in wsgi.py.
    gc.collect()
    gc.freeze()
    consumer.start()
    print(f"The portal is at {running.config.public_address}", flush=True)  # noqa: T201 # for the person at the terminal
    try:
        server.run()
    except KeyboardInterrupt:
        structlog.get_logger().info("stopped")
    finally:
        server.close()
        consumer.stop(graceful=True)
