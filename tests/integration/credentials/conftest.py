"""Awards with their credentials, and the two verifiers that others have written."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.awards.queries import AwardRecord
from portal.credentials.actions import Issue, issue
from portal.credentials.listing import restate
from portal.kernel.events import Event
from portal.kernel.permissions import SYSTEM
from portal.keys.issuer import Issuer
from tests.factories import awards as make
from tests.integration.visiting import Visitor

VERIFIERS = Path(__file__).parents[2] / "verifiers"
Document = dict[str, Any]
# The events by which an award's bits follow it, as the portal maps them; certificates and letters are for other tests.
FOLLOWED = ("suspended", "restored", "withdrawn", "given_up", "replaced", "ended")
Granting = Callable[[], AbstractContextManager[Work]]


@dataclass(frozen=True)
class Case:
    """A credential that is shown to the verifiers at a moment."""

    name: str
    now: datetime
    credential: Document


@pytest.fixture
def issuer(app: Flask) -> Issuer:
    """The running portal as an issuer."""
    config = app.extensions["portal"].config
    return Issuer(config.public_address, config.key_secret)


@pytest.fixture
def granting(app: Flask, issuer: Issuer) -> Granting:
    """A transaction in which every award that is granted gets its credential, and its bits follow it."""
    running = app.extensions["portal"]

    def on_grant(work: Work, event: Event) -> None:
        issue(work, Issue(event.subject_id, issuer))

    follow = {f"award:{name}": [restate(issuer)] for name in FOLLOWED}

    @contextmanager
    def begin() -> Iterator[Work]:
        with running.database.writing() as session:
            yield Work(session, SYSTEM, running.clock, {**follow, "award:granted": [on_grant]})

    return begin


@pytest.fixture
def award(granting: Granting) -> AwardRecord:
    """An award of a council whose name has in it whatever breaks things."""
    with granting() as work:
        council = make.make_council(work, make.AWKWARD_COUNCIL)
        return make.make_award(work, council, commendation=True, domains="ŵyn.example.gov.uk")


@pytest.fixture
def fetched(visitor: Visitor) -> Callable[[str], Document]:
    """Fetch a JSON document from the portal."""

    def fetch(address: str) -> Document:
        answer = visitor.client.get(address)
        assert answer.status_code == 200, address
        document: Document = json.loads(answer.data)
        return document

    return fetch


def ask(documents: Mapping[str, Document], cases: Sequence[Case]) -> dict[str, tuple[bool, bool]]:
    """What Digital Bazaar's verifier and the Digital Credentials Consortium's say of each case: accepted or not."""
    given = {
        "documents": documents,
        "cases": [{"name": case.name, "now": case.now.isoformat(), "credential": case.credential} for case in cases],
    }
    done = subprocess.run(
        ["node", "verify.mjs"], cwd=VERIFIERS, input=json.dumps(given), text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return {
        name: (each["Digital Bazaar"]["accepted"], each["Digital Credentials Consortium"]["accepted"])
        for name, each in said.items()
    }
