"""The pages on which evidence is added and removed, and the address under which its files are opened."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from portal.applications import answering
from portal.evidence import actions, queries
from portal.evidence.forms import LinkForm, RemoveForm, UploadForm
from portal.kernel.errors import IllegalMove
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("evidence", __name__)

# Whatever a browser makes of the file, it runs nothing and reaches nothing of ours.
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/council/<slug>/application/<criterion>/evidence")
@requires(Permission.APPLICATION_EDIT)
def items(slug: str, criterion: str) -> ResponseReturnValue:
    """The evidence for a criterion, and the two ways to add to it."""
    return _items(slug, criterion, LinkForm(), UploadForm())


@bp.post("/council/<slug>/application/<criterion>/evidence/link")
@requires(Permission.APPLICATION_EDIT)
def add_link(slug: str, criterion: str) -> ResponseReturnValue:
    """Add a link."""
    form = LinkForm()
    with submitting(form) as work:
        actions.add_link(work, form.to_command(slug, criterion))
    if form.errors:
        return _items(slug, criterion, form, UploadForm(formdata=None))
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


@bp.post("/council/<slug>/application/<criterion>/evidence/file")
@requires(Permission.APPLICATION_EDIT)
def add_file(slug: str, criterion: str) -> ResponseReturnValue:
    """Add a file."""
    form = UploadForm()
    with submitting(form) as work:
        actions.add_file(work, services().files, form.to_command(slug, criterion))
    if form.errors:
        return _items(slug, criterion, LinkForm(formdata=None), form)
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


@bp.get("/council/<slug>/application/<criterion>/evidence/<uuid:item_id>/remove")
@requires(Permission.APPLICATION_EDIT)
def confirm_removal(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """Ask once more before an item is removed."""
    return _removal(slug, criterion, item_id, RemoveForm())


@bp.post("/council/<slug>/application/<criterion>/evidence/<uuid:item_id>/remove")
@requires(Permission.APPLICATION_EDIT)
def remove(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """Remove it; its file goes once that is saved."""
    form = RemoveForm()
    file_key = None
    with submitting(form) as work:
        file_key = actions.remove(work, form.to_command(slug, criterion, item_id))
    if form.errors:
        return _removal(slug, criterion, item_id, form)
    if file_key:
        services().files.delete(file_key)
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


@bp.get("/evidence/<uuid:item_id>")
@requires(Permission.EVIDENCE_OPEN)
def open_file(item_id: UUID) -> ResponseReturnValue:
    """A file of evidence, to be saved rather than shown."""
    with reading() as session:
        stored = queries.open_file(session, current_actor(), item_id)
    content = services().files.get(stored.file_key)
    answer = send_file(BytesIO(content), stored.media_type, as_attachment=True, download_name=stored.file_name)
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _items(slug: str, criterion: str, link: LinkForm, upload: UploadForm) -> ResponseReturnValue:
    with reading() as session:
        page = answering.answer_page(session, current_actor(), slug, criterion)
    if not page.editable:
        raise IllegalMove("application", page.application.state, f"change {criterion}")
    code = 422 if link.errors or upload.errors else 200
    return render(
        "evidence/items.html", page=page, form=link if link.errors else upload, code=code, link=link, upload=upload
    )


def _removal(slug: str, criterion: str, item_id: UUID, form: RemoveForm) -> ResponseReturnValue:
    with reading() as session:
        page = queries.removal_page(session, current_actor(), slug, criterion, item_id)
    return render("evidence/remove.html", page=page, form=form)
