"""The portal for a WSGI server: ``gunicorn wsgi:app``, ``granian --interface wsgi wsgi:app``, ``flask --app wsgi``."""

import gc

from config import Config
from portal.app import create_app

app = create_app(Config.from_environment())
# What is there now stays for good: the collector need not look through it again with every certificate.
gc.collect()
gc.freeze()
