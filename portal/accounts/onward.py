"""Where somebody goes on to who has come in, or has taken one step of it: for the views of signing in."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from portal.accounts import actions, pages, rules, signin
from portal.kernel.permissions import Actor
from portal.web.formbase import FormBase
from portal.web.rendering import redirect_to
from portal.web.services import services
from portal.web.transactions import reading


def next_page() -> str | None:
    """The page of ours that this request names as the one to go on to; None where it names none."""
    return rules.safe_next(request.args.get("next"))


def onward(actor: Actor) -> ResponseReturnValue:
    """On to the next step of signing in, to the page that was wanted, or to where this person begins."""
    if actor.person_id is None:
        return redirect_to("accounts.sign_in", next=next_page())
    if actor.is_staff and not actor.second_step:
        return redirect_to("second_step.show", next=next_page())
    wanted = next_page()
    if wanted is None:
        with reading() as session:
            wanted = pages.own_area(session, actor.person_id, services().clock.now())
    return redirect(wanted, code=303)


def enter(form: FormBase, entry: actions.Entry | None) -> Actor | None:
    """Let this browser in where the door opened; None, with the problem on the form, where it did not."""
    if entry is None or entry.token is None:
        form.add_problems([entry.problem] if entry and entry.problem else [])
        return None
    return signin.come_in(entry.token)
