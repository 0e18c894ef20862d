"""Which addresses there can be: none with a control character, which no page links to and PostgreSQL refuses."""

from typing import Any

from flask import Flask
from werkzeug.routing import Map, UnicodeConverter


class PartOfAddress(UnicodeConverter):
    """What stands between two slashes, without control characters."""

    def __init__(self, url_map: Map, *arguments: Any, **options: Any) -> None:
        super().__init__(url_map, *arguments, **options)
        self.regex = r"[^/\x00-\x1f\x7f-\x9f]+"


def install(app: Flask) -> None:
    """Have every part of an address that a route leaves open be such a part. Before any route is added."""
    app.url_map.converters["default"] = PartOfAddress
