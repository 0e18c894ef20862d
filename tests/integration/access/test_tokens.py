"""No form is taken without the token that shows it was sent from a page of ours."""

import pytest
from flask import Flask

from tests.integration.access.columns import Answer, Knocker
from tests.integration.access.knocking import knock
from tests.integration.access.table import COLUMNS, TABLE, Row, read_table
from tests.integration.access.world import World

POSTS = {row: answers for row, answers in read_table(TABLE.read_text(encoding="utf-8")).items() if row[0] == "POST"}

# What anybody may send has no session to bind a token to: portal/web/openform.py says what it has instead.
FOR_EVERYBODY = {
    ("POST", "/badge/<number>/kit/test"): (422, "This page had been changed or was very old."),
    ("POST", "/verify"): (422, "This page had been changed or was very old."),
    # The knock brings none of the answers that come before this form.
    ("POST", "/report"): (400, "That is not possible"),
    ("POST", "/report/<number>"): (400, "That is not possible"),
}


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The application as it runs: its forms ask for their token."""
    app.config.update(WTF_CSRF_ENABLED=True)
    return app


def admitted(row: Row) -> Knocker:
    """Somebody who has signed in and gets past the guard of this route."""
    return next(
        knocker
        for knocker, answer in zip(COLUMNS, POSTS[row], strict=True)
        if knocker is not Knocker.VISITOR and answer is Answer.OPEN
    )


@pytest.mark.parametrize("row", [row for row in POSTS if row not in FOR_EVERYBODY], ids=" ".join)
def test_form_without_its_token_is_refused(guarded: Flask, world: World, row: Row) -> None:
    response = knock(guarded, world, row, admitted(row))
    assert response.status_code == 400
    assert '<h1 class="govuk-heading-l">This page was open for too long</h1>' in response.text


@pytest.mark.parametrize("row", FOR_EVERYBODY, ids=" ".join)
def test_form_for_everybody_without_the_moment_of_its_page_is_not_taken(guarded: Flask, world: World, row: Row) -> None:
    response = knock(guarded, world, row, admitted(row))
    code, said = FOR_EVERYBODY[row]
    assert response.status_code == code
    assert said in response.text
