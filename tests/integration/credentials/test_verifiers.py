"""What two verifiers say that nobody of this project has written: the whole point of a signed credential."""

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.awards.models import Award
from portal.awards.queries import AwardRecord
from portal.credentials.actions import Issue, issue
from portal.credentials.rules import last_moment
from portal.kernel.clock import FixedClock
from portal.keys.issuer import Issuer
from tests.factories import awards as make
from tests.integration.credentials.conftest import Case, Document, Granting, ask

BOTH, NEITHER = (True, True), (False, False)


def everything(fetched: Callable[[str], Document]) -> dict[str, Document]:
    """What a verifier finds at the scheme's address now."""
    did = fetched("/.well-known/did.json")
    lists = [fetched(f"/status/{name}-1") for name in ("revocation", "suspension")]
    return {did["id"]: did, **{each["id"]: each for each in lists}}


def changed(credential: Document, change: Callable[[Any], None]) -> Document:
    found = copy.deepcopy(credential)
    change(found)
    return found


def longer(credential: Any) -> None:
    credential["validUntil"] = "2038-11-17T23:59:59Z"


def elsewhere(credential: Any) -> None:
    credential["credentialSubject"]["id"] = "https://impostor.example"


def renamed(credential: Any) -> None:
    credential["credentialSubject"]["identifier"][0]["identityHash"] = "Another Council"


def never_revoked(credential: Any) -> None:
    for status in credential["credentialStatus"]:
        status["statusListIndex"] = "0"


CHANGES = (longer, elsewhere, renamed, never_revoked)


def test_credential_is_accepted_by_both_and_refused_once_changed_or_over(
    award: AwardRecord, clock: FixedClock, fetched: Callable[[str], Document]
) -> None:
    credential, documents = fetched(f"/credential/{award.number}.json"), everything(fetched)
    end = last_moment(award.valid_until)
    now = clock.now()
    cases = [Case("as issued", now, credential), Case("day before", now - timedelta(days=1), credential)]
    cases += [Case(change.__name__, now, changed(credential, change)) for change in CHANGES]
    # Nobody who keeps an old list from the scheme keeps it for longer than a week.
    cases.append(Case("old list", now + timedelta(days=8), credential))
    said = ask(documents, cases)
    # Verifiers let clocks differ by five minutes.
    clock.at = end
    cases = [Case("last second", end, credential), Case("day after", end + timedelta(minutes=5, seconds=1), credential)]
    said |= ask(everything(fetched), cases)
    assert said == {
        "as issued": BOTH,
        "day before": NEITHER,
        "longer": NEITHER,
        "elsewhere": NEITHER,
        "renamed": NEITHER,
        "never_revoked": NEITHER,
        "last second": BOTH,
        "day after": NEITHER,
        "old list": NEITHER,
    }


def test_credential_of_an_award_that_is_suspended_restored_withdrawn_or_reissued(
    award: AwardRecord, granting: Granting, issuer: Issuer, clock: FixedClock, fetched: Callable[[str], Document]
) -> None:
    credential = fetched(f"/credential/{award.number}.json")
    said = {}

    def note(name: str, shown: Document = credential) -> None:
        said.update(ask(everything(fetched), [Case(name, clock.now(), shown)]))

    with granting() as work:
        make.suspend(work, award)
    note("suspended")
    with granting() as work:
        make.restore(work, award)
    note("restored")
    with granting() as work:
        issue(work, Issue(award.id, issuer, "A name was wrong."))
    note("superseded")
    newer = fetched(f"/credential/{award.number}.json")
    note("its successor", newer)
    with granting() as work:
        make.withdraw(work, award)
    note("withdrawn", newer)
    with granting() as work:
        assert work.session.scalars(select(Award.state)).one() == "withdrawn"
    assert said == {
        "suspended": NEITHER,
        "restored": BOTH,
        "superseded": NEITHER,
        "its successor": BOTH,
        "withdrawn": NEITHER,
    }


def test_credential_signed_before_a_rotation_is_accepted_after_it(
    award: AwardRecord, app: Flask, clock: FixedClock, fetched: Callable[[str], Document], granting: Granting
) -> None:
    before = fetched(f"/credential/{award.number}.json")
    assert app.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code == 0
    with granting() as work:
        later = make.make_award(work, make.make_council(work))
    after = fetched(f"/credential/{later.number}.json")
    assert before["proof"]["verificationMethod"] != after["proof"]["verificationMethod"]
    cases = [Case("before", clock.now(), before), Case("after", clock.now(), after)]
    assert ask(everything(fetched), cases) == {"before": BOTH, "after": BOTH}
