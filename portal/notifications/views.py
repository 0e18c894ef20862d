"""The demonstration's mailbox: every email that the portal would have sent."""

from uuid import UUID

from flask import Blueprint, Response, request

from portal.notifications import queries
from portal.web.guard import public
from portal.web.rendering import render_public
from portal.web.transactions import reading
from portal.web.typed import one_line

bp = Blueprint("notifications", __name__)


@bp.get("/demo/mailbox")
@public
def mailbox() -> Response:
    """All emails, newest first; ``to`` narrows them to one address."""
    to = one_line(request.args.get("to"))
    with reading() as session:
        emails = queries.mailbox(session, to)
    answer = render_public("notifications/mailbox.html", page=emails, reader=to)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/demo/mailbox/<uuid:email_id>")
@public
def email(email_id: UUID) -> Response:
    """One email, as its reader sees it."""
    with reading() as session:
        page = queries.posted_email(session, email_id)
    answer = render_public("notifications/email.html", page=page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
