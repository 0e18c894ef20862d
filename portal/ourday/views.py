"""The public pages of the days, and the pages on which a council records its part."""

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.kernel.clock import today
from portal.kernel.permissions import Permission
from portal.ourday import actions, queries
from portal.ourday.forms import OneYearForm, PartForm
from portal.ourday.rules import ABOUT_MAX_CHARACTERS
from portal.web.actor import current_actor
from portal.web.formbase import FormBase
from portal.web.guard import public, requires
from portal.web.rendering import redirect_to, render, render_public
from portal.web.services import services
from portal.web.transactions import reading, submitting

bp = Blueprint("ourday", __name__)


@bp.get("/our-day")
@public
def years() -> Response:
    """Every year's day: what was published of it, and what councils have recorded."""
    with reading() as session:
        page = queries.years_page(session)
    return render_public("ourday/years.html", page=page)


@bp.get("/our-day/<int:year>")
@public
def year(year: int) -> Response:
    """One year: who took part."""
    with reading() as session:
        page = queries.year_page(session, year)
    return render_public("ourday/year.html", page=page)


@bp.get("/council/<slug>/our-day")
@requires(Permission.COUNCIL_SEE)
def own_years(slug: str) -> ResponseReturnValue:
    """The council's part in each year."""
    with reading() as session:
        page = queries.own_years(session, current_actor(), slug, today(services().clock))
    return render("ourday/own_years.html", page=page)


@bp.get("/council/<slug>/our-day/<int:year>")
@requires(Permission.OUR_DAY_RECORD)
def own_part(slug: str, year: int) -> ResponseReturnValue:
    """The council's part in one year, to be recorded."""
    return _own_part(slug, year, None)


@bp.post("/council/<slug>/our-day/<int:year>")
@requires(Permission.OUR_DAY_RECORD)
def record_part(slug: str, year: int) -> ResponseReturnValue:
    """Record it."""
    form = PartForm()
    with submitting(form) as work:
        actions.record_part(work, form.to_command(slug, year))
    if form.errors:
        return _own_part(slug, year, form)
    flash(gettext("Your part in %(year)s is saved, and everybody can read it.", year=year))
    return redirect_to("ourday.own_part", slug=slug, year=year)


@bp.post("/council/<slug>/our-day/<int:year>/remove")
@requires(Permission.OUR_DAY_RECORD)
def forget_part(slug: str, year: int) -> ResponseReturnValue:
    """Take the record away."""
    form = OneYearForm()
    with submitting(form) as work:
        actions.forget_part(work, form.to_command(slug, year))
    if form.errors:
        return _own_part(slug, year, form)
    flash(gettext("Your record of %(year)s is removed.", year=year))
    return redirect_to("ourday.own_years", slug=slug)


@bp.post("/council/<slug>/our-day/<int:year>/evidence")
@requires(Permission.OUR_DAY_RECORD)
def use_as_evidence(slug: str, year: int) -> ResponseReturnValue:
    """Add the record to the application as evidence, and show it there."""
    form, criterion = OneYearForm(), ""
    with submitting(form) as work:
        criterion = actions.use_as_evidence(work, form.to_evidence(slug, year, services().config.public_address))
    if form.errors:
        return _own_part(slug, year, form)
    return redirect_to("evidence.items", slug=slug, criterion=criterion)


def _own_part(slug: str, year: int, form: FormBase | None) -> ResponseReturnValue:
    with reading() as session:
        page = queries.own_part(session, current_actor(), slug, year)
    fields = form if isinstance(form, PartForm) else PartForm.of(page.own)
    return render(
        "ourday/own_part.html", page=page, form=form or fields, fields=fields, most_characters=ABOUT_MAX_CHARACTERS
    )
