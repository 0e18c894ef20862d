"""The scheme's public keys, for whoever verifies what it has signed."""

import json
from hashlib import sha256

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal.keys.document import did_document
from portal.keys.queries import public_keys
from portal.keys.running import own_issuer
from portal.web.guard import public
from portal.web.headers import SHARED
from portal.web.transactions import reading

bp = Blueprint("keys", __name__)


@bp.get("/.well-known/did.json")
@public
def did() -> ResponseReturnValue:
    """Every key of the scheme whose signatures count (did:web)."""
    with reading() as session:
        content = json.dumps(did_document(own_issuer(), public_keys(session)), indent=2).encode()
    response = Response(content, mimetype="application/did+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = SHARED
    response.set_etag(sha256(content).hexdigest()[:32])
    return response.make_conditional(request)
