"""The pages on which evidence is added, described, reused and removed, and the address at which a file is opened."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, flash, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from portal.evidence import actions, preparing, queries
from portal.evidence.forms import DescribeForm, LinkForm, RemoveForm, UploadForm
from portal.evidence.queries import ItemPage
from portal.kernel.permissions import Permission
from portal.web.actor import current_actor
from portal.web.guard import requires
from portal.web.rendering import redirect_to, render
from portal.web.services import services
from portal.web.transactions import reading, submitting
from portal.web.typed import one_line

bp = Blueprint("evidence", __name__)

# Whatever a browser makes of the file, it runs nothing and reaches nothing of ours.
SANDBOX = "default-src 'none'; sandbox"


@bp.get("/council/<slug>/application/<criterion>/evidence")
@requires(Permission.APPLICATION_EDIT)
def items(slug: str, criterion: str) -> ResponseReturnValue:
    """The evidence for a criterion, and the ways to add to it."""
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
def add_files(slug: str, criterion: str) -> ResponseReturnValue:
    """Add files: the good ones are kept, of each of the others the page says why not."""
    form = UploadForm()
    with reading() as session:
        terms = queries.evidence_page(session, current_actor(), slug, criterion).terms
    # Before the change begins: nobody else's has to wait until the files have been looked at.
    files = preparing.prepare_all(form.chosen(), terms, services().config.clamd_address)
    added = actions.Added()
    with submitting(form) as work:
        added = actions.add_files(work, services().files, form.to_command(slug, criterion, files))
    form.add_problems(added.refused)
    if form.errors:
        return _items(slug, criterion, LinkForm(formdata=None), form, added.kept)
    flash(ngettext("%(num)s file was added.", "%(num)s files were added.", added.kept))
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


@bp.get("/council/<slug>/application/<criterion>/evidence/reuse")
@requires(Permission.APPLICATION_EDIT)
def reusable(slug: str, criterion: str) -> ResponseReturnValue:
    """What the application has for other criteria, to be searched and used here too."""
    with reading() as session:
        page = queries.reuse_page(session, current_actor(), slug, criterion, one_line(request.args.get("q")))
    return render("evidence/reuse.html", page=page)


@bp.get("/council/<slug>/application/<criterion>/evidence/reuse/<uuid:item_id>")
@requires(Permission.APPLICATION_EDIT)
def describe_reused(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """What an item shows for this criterion; it begins with what it shows for the other."""
    return _reused(slug, criterion, item_id, None)


@bp.post("/council/<slug>/application/<criterion>/evidence/reuse/<uuid:item_id>")
@requires(Permission.APPLICATION_EDIT)
def reuse(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """Use it for this criterion too."""
    form = DescribeForm()
    with submitting(form) as work:
        actions.reuse(work, form.to_reuse(slug, criterion, item_id))
    if form.errors:
        return _reused(slug, criterion, item_id, form)
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


@bp.get("/council/<slug>/application/<criterion>/evidence/<uuid:item_id>/change")
@requires(Permission.APPLICATION_EDIT)
def change(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """What an item shows and where to look, to be changed."""
    return _changed(slug, criterion, item_id, None)


@bp.post("/council/<slug>/application/<criterion>/evidence/<uuid:item_id>/change")
@requires(Permission.APPLICATION_EDIT)
def describe(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """Save what it shows and where to look."""
    form = DescribeForm()
    with submitting(form) as work:
        actions.describe(work, form.to_command(slug, criterion, item_id))
    if form.errors:
        return _changed(slug, criterion, item_id, form)
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


@bp.get("/council/<slug>/application/<criterion>/evidence/<uuid:item_id>/remove")
@requires(Permission.APPLICATION_EDIT)
def confirm_removal(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """Ask once more before an item is removed."""
    return _removal(slug, criterion, item_id, RemoveForm())


@bp.post("/council/<slug>/application/<criterion>/evidence/<uuid:item_id>/remove")
@requires(Permission.APPLICATION_EDIT)
def remove(slug: str, criterion: str, item_id: UUID) -> ResponseReturnValue:
    """Remove it; a file that nothing else needs goes once that is saved."""
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


def _items(slug: str, criterion: str, link: LinkForm, upload: UploadForm, kept: int = 0) -> ResponseReturnValue:
    with reading() as session:
        page = queries.evidence_page(session, current_actor(), slug, criterion)
    form = link if link.errors else upload
    return render("evidence/items.html", page=page, form=form, link=link, upload=upload, kept=kept)


def _described(template: str, page: ItemPage, form: DescribeForm | None) -> ResponseReturnValue:
    said = {"note": page.item.note, "look_at": page.item.look_at, "version": str(page.version)}
    return render(template, page=page, form=form or DescribeForm(data=said))


def _reused(slug: str, criterion: str, item_id: UUID, form: DescribeForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = queries.reused_item(session, current_actor(), slug, criterion, item_id)
    return _described("evidence/reuse-one.html", page, form)


def _changed(slug: str, criterion: str, item_id: UUID, form: DescribeForm | None) -> ResponseReturnValue:
    with reading() as session:
        page = queries.item_page(session, current_actor(), slug, criterion, item_id)
    return _described("evidence/change.html", page, form)


def _removal(slug: str, criterion: str, item_id: UUID, form: RemoveForm) -> ResponseReturnValue:
    with reading() as session:
        page = queries.item_page(session, current_actor(), slug, criterion, item_id)
    return render("evidence/remove.html", page=page, form=form)
