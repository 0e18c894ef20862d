"""Pages as they were on signing, and what was found on a council's own website."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from portal.kernel.permissions import Permission
from portal.links import actions, queries
from portal.links.forms import AcceptForm, DismissForm, LookForm
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("links", __name__)

# Whatever a browser makes of the page, it runs nothing and reaches nothing of ours.
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/evidence/page/<uuid:snapshot_id>")
@requires(Permission.EVIDENCE_OPEN)
def snapshot(snapshot_id: UUID) -> ResponseReturnValue:
    """A linked page as it was on signing: what can be read on it, as plain text."""
    with reading() as session:
        page = queries.snapshot_page(session, current_actor(), snapshot_id)
    return render("links/snapshot.html", page=page)


@bp.get("/evidence/page/<uuid:snapshot_id>/download")
@requires(Permission.EVIDENCE_OPEN)
def download(snapshot_id: UUID) -> ResponseReturnValue:
    """The page's bytes, to be saved and never to be shown."""
    with reading() as session:
        stored = queries.stored_page(session, current_actor(), snapshot_id)
    content = services().files.get(stored.file_key)
    # Never the type that the website gave it.
    answer = send_file(BytesIO(content), "application/octet-stream", as_attachment=True, download_name=stored.file_name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/council/<slug>/application/findings")
@requires(Permission.APPLICATION_EDIT)
def findings(slug: str) -> ResponseReturnValue:
    """What was found on the council's website, and a button to look."""
    return _findings(slug, LookForm())


@bp.post("/council/<slug>/application/findings")
@requires(Permission.APPLICATION_EDIT)
def look(slug: str) -> ResponseReturnValue:
    """Have the portal look."""
    form = LookForm()
    with submitting(form) as work:
        actions.ask_to_look(work, form.to_command(slug))
    return _findings(slug, form) if form.errors else redirect_to("links.findings", slug=slug)


@bp.get("/council/<slug>/application/findings/<uuid:finding_id>")
@requires(Permission.APPLICATION_EDIT)
def finding(slug: str, finding_id: UUID) -> ResponseReturnValue:
    """One finding, to be accepted or dismissed."""
    return _finding(slug, finding_id, None)


@bp.post("/council/<slug>/application/findings/<uuid:finding_id>")
@requires(Permission.APPLICATION_EDIT)
def accept(slug: str, finding_id: UUID) -> ResponseReturnValue:
    """Add it to the evidence."""
    form = AcceptForm()
    criterion = ""
    with submitting(form) as work:
        criterion = actions.accept(work, form.to_command(slug, finding_id))
    if form.errors:
        return _finding(slug, finding_id, form)
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


@bp.post("/council/<slug>/application/findings/<uuid:finding_id>/dismiss")
@requires(Permission.APPLICATION_EDIT)
def dismiss(slug: str, finding_id: UUID) -> ResponseReturnValue:
    """Put it aside."""
    form = DismissForm()
    with submitting(form) as work:
        actions.dismiss(work, form.to_command(slug, finding_id))
    return _findings(slug, form) if form.errors else redirect_to("links.findings", slug=slug)


def _findings(slug: str, form: LookForm | DismissForm) -> ResponseReturnValue:
    with reading() as session:
        page = queries.findings_page(session, current_actor(), slug)
    return render("links/findings.html", page=page, form=form)


def _finding(slug: str, finding_id: UUID, form: AcceptForm | None) -> ResponseReturnValue:
    with reading() as session:
        application, found = queries.finding_page(session, current_actor(), slug, finding_id)
    return render("links/finding.html", page=found, application=application, form=form or AcceptForm.of(found))
