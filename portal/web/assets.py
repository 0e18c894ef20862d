"""Addresses of the portal's own static files, which change with their content so that browsers may keep them."""

import hashlib
from functools import cache

from flask import request, url_for

from config import ROOT


def asset(name: str) -> str:
    """The address of a file in ``static``, with the beginning of its hash."""
    return static_address(name) + f"?v={_version(name)}"


def static_address(name: str) -> str:
    """The address of a file in ``static``: the same in both languages, so that it is fetched once."""
    return url_for("static", filename=name).removeprefix(request.script_root)


@cache
def _version(name: str) -> str:
    return hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest()[:10]
