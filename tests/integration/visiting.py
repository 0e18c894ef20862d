"""A browser without script: it fetches pages, checks what every page must have, sends forms, follows redirects."""

import re
from collections import Counter
from html.parser import HTMLParser
from uuid import UUID

from flask import Flask
from werkzeug.test import TestResponse

from portal.accounts.sessions import begin_session

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
LABELLED = frozenset({"input", "select", "textarea"})
UNLABELLED_TYPES = frozenset({"hidden", "submit", "button"})


class Page(HTMLParser):
    """A page taken apart: what the checks and the tests ask about."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.ids: Counter[str] = Counter()
        self.labels_for: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.forms: list[dict[str, object]] = []
        self.links: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.lang = self.title = ""
        self.headings: list[str] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self._catching: list[tuple[str, list[str]]] = []
        self.feed(html)
        self.close()
        if self._open:
            self.faults.append(f"never closed: {self._open}")

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag not in VOID:
            self._open.append(tag)
        self._note_attributes(tag, given)
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "form":
            self.forms.append({**given, "fields": []})
        elif tag == "label":
            self.labels_for.add(given.get("for", ""))
        elif tag in LABELLED:
            self._field(tag, given)
        if tag in ("a", "title", "h1", "button"):
            self._catching.append((given.get("href", "") if tag == "a" else tag, [given.get("aria-label", "")]))

    def _note_attributes(self, tag: str, given: dict[str, str]) -> None:
        if "id" in given:
            self.ids[given["id"]] += 1
        for forbidden in [name for name in given if name.startswith("on") or name == "style"]:
            self.faults.append(f"inline {forbidden} on <{tag}>")
        if tag == "img" and "alt" not in given:
            self.faults.append(f"no alt on {given.get('src')}")
        # Linked data is no script: a browser runs none of it.
        is_data = given.get("type") == "application/ld+json"
        if tag in ("script", "style") and "src" not in given and "svg" not in self._open and not is_data:
            self.faults.append(f"inline <{tag}>")

    def _field(self, tag: str, given: dict[str, str]) -> None:
        field = {**given, "tag": tag}
        self.fields.append(field)
        if self.forms and "form" in self._open:
            inside = self.forms[-1]["fields"]
            if isinstance(inside, list):
                inside.append(field)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag in ("a", "title", "h1", "button") and self._catching:
            target, parts = self._catching.pop()
            said = " ".join("".join(parts).split())
            if tag == "a":
                self.links.append((said, target))
            elif tag == "h1":
                self.headings.append(said)
            elif tag == "title" and "svg" not in self._open:
                self.title = said
            elif tag == "button" and not said:
                self.faults.append("a button without words")

    def handle_data(self, data: str) -> None:
        for _target, parts in self._catching:
            parts.append(data)
        if not {"script", "style"} & set(self._open):
            self.words.append(data)

    @property
    def text(self) -> str:
        """Everything a person can read, in one line."""
        return " ".join("".join(self.words).split())

    def check(self) -> list[str]:
        """What is wrong with the page, in words; empty where nothing is."""
        faults = list(self.faults)
        if not self.lang:
            faults.append("no lang")
        if len(self.headings) != 1:
            faults.append(f"{len(self.headings)} h1: {self.headings}")
        elif not self.title.removeprefix("Error: ").startswith(self.headings[0]):
            faults.append(f"title {self.title!r} does not open with h1 {self.headings[0]!r}")
        faults += [f"id {name} {count} times" for name, count in self.ids.items() if count > 1]
        for field in self.fields:
            named = {"aria-label", "aria-labelledby", "title"} & field.keys()
            if field.get("type") not in UNLABELLED_TYPES and not named and field.get("id") not in self.labels_for:
                faults.append(f"no label for {field}")
        for form in self.forms:
            names = [field.get("name") for field in form["fields"]] if isinstance(form["fields"], list) else []
            if str(form.get("method", "get")).lower() == "post" and "csrf_token" not in names:
                faults.append(f"no CSRF token in form {form.get('action')}")
        faults += [f"link without words to {target}" for said, target in self.links if not said]
        return faults


class Visitor:
    """One person's browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.response: TestResponse
        self.page: Page

    def visit(self, address: str, code: int = 200) -> Page:
        """Fetch a page, follow redirects, and check what every page must have."""
        return self._take(self.client.get(address, follow_redirects=True), code)

    def post(self, address: str, code: int = 200, **fields: object) -> Page:
        """Send the form at an address, with a CSRF token taken from the page that is open; follow the redirect."""
        return self._take(
            self.client.post(
                address,
                data={"csrf_token": self.token(), **fields},
                follow_redirects=True,
                content_type="multipart/form-data",
            ),
            code,
        )

    def leave_half_typed(self, address: str, **fields: str) -> Page:
        """Type into the form of a page that keeps drafts, go away without saving, and come back to the page."""
        page = self.visit(address)
        assert any("data-keeps" in form for form in page.forms), f"{address}: no form keeps what is typed"
        draft = {"csrf_token": self.token(), "kept_page": address, **fields}
        assert self.client.post("/keep", data=draft).status_code == 200
        return self.visit(address)

    def token(self) -> str:
        """The CSRF token of the page that is open, or of the sign-in page."""
        html = self.page.html if hasattr(self, "page") else ""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html)
        if not found:
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.client.get("/sign-in").text)
        return found.group(1) if found else ""

    def sign_in(self, person_id: UUID, *, second_step: bool = True) -> "Visitor":
        """Sign in as a person without the emailed code, which has tests of its own."""
        running = self.app.extensions["portal"]
        with running.database.writing() as session:
            token = begin_session(session, running.clock, person_id, second_step=second_step)
        with self.client.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def _take(self, response: TestResponse, code: int) -> Page:
        self.response = response
        assert response.status_code == code, f"{response.request.path}: {response.status_code}\n{response.text[:3000]}"
        if response.mimetype != "text/html":
            self.page = Page("")
            return self.page
        self.page = Page(response.text)
        faults = self.page.check()
        assert faults == [], f"{response.request.path}: {faults}"
        return self.page
