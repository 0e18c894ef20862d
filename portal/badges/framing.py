"""The policy of the badge's frame: who may frame it, and that it may do nothing but be read."""

from base64 import b64encode
from collections.abc import Collection
from hashlib import sha256
from typing import Final

from config import ROOT
from portal.badges.rules import frame_ancestors

# The style is in the page itself, known by its hash: a sandboxed frame may not load a style sheet, even of its own
# origin, and every visitor of a council's page is spared a request.
STYLE: Final = (ROOT / "static/css/frame.css").read_text(encoding="utf-8").strip()
_HASH: Final = b64encode(sha256(STYLE.encode()).digest()).decode()
_NOTHING_ELSE: Final = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
ANYWHERE: Final = f"{_NOTHING_ELSE}; frame-ancestors *"


def frame_policy(hosts: Collection[str]) -> str:
    """The policy for a frame that these hosts may show."""
    return f"{_NOTHING_ELSE}; {frame_ancestors(hosts)}"
