"""No public page says anything in English that it could say in Welsh."""

from typing import Any

import pytest
from babel.support import Translations
from flask import Flask

from portal.publishing.addresses import paths

OF_THE_FORMS = "This field is required."
ASKED_FOR = (
    "/cy/no-such-page",
    "/cy/verify?q=Leeds",
    "/cy/verify?q=https://leeds.gov.uk.evil.example",
    "/cy/verify?q=1",
    "/cy/register?q=zzz",
    "/cy/report?about=service",
    "/cy/report?about=promise&council=leeds",
    "/cy/report?about=other-site&council=none",
    "/cy/report?about=promise&council=stroud",
    "/cy/report/follow?reference=RPT-1",
)


@pytest.fixture
def unsaid(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The sentences that were asked for and are not in the catalogue that was asked."""
    missing: set[str] = set()

    def listen(name: str) -> None:
        say: Any = getattr(Translations, name)

        def overhear(self: Any, message: str, *more: Any) -> Any:
            known = self._catalog
            # The catalogue that comes with the forms library is its own.
            if OF_THE_FORMS in known:
                return say(self, message, *more)
            if message and message not in known and (message, self.plural(1)) not in known:
                missing.add(message)
            return say(self, message, *more)

        monkeypatch.setattr(Translations, name, overhear)

    for name in ("gettext", "ngettext", "ugettext", "ungettext"):
        listen(name)
    return missing


def test_no_public_page_lacks_a_welsh_word(app: Flask, unsaid: set[str]) -> None:
    with app.extensions["portal"].database.reading() as session:
        asked = {path for path in paths(app, session) if path.startswith("/cy")}
    councils = sorted(path for path in asked if path.startswith("/cy/register/") and path.count("/") == 3)
    # Of the councils that never held the Mark one stands for all: their pages say the same.
    seldom = {path for path in councils if "/verify/" not in app.test_client().get(path).text}
    browser = app.test_client()
    unsaid.clear()
    for path in sorted(asked - set(sorted(seldom)[1:])) + list(ASKED_FOR):
        assert browser.get(path).status_code < 500, path
    assert sorted(unsaid) == []
