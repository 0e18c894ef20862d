"""The portal for a WSGI server: ``gunicorn wsgi:app``, ``granian --interface wsgi wsgi:app``, ``flask --app wsgi``."""

from config import Config
from portal.app import create_app

app = create_app(Config.from_environment())
