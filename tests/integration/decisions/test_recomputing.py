"""A decision worked out again: by the council, by a lead reviewer, by whoever runs the portal (C5 row 21)."""

import hashlib
import json
from collections.abc import Callable

import pytest
from sqlalchemy import update

from portal.criteria.models import PublishedEdition
from portal.decisions import recomputing
from portal.decisions.models import Decision, FinalScore
from tests.integration.decisions.conftest import SLUG, WEAK, Moderation

NAMED = "INF-1"


@pytest.fixture
def decided(case: Moderation) -> Moderation:
    """A result that is out: small changes."""
    case.moderate({NAMED: 1})
    case.decide()
    return case


def checks(case: Moderation) -> list[bool]:
    with case.services.database.reading() as session:
        return [check.holds for check in recomputing.recompute(session, case.application_id).checks]


def tamper(case: Moderation, change: Callable[[dict[str, object]], object]) -> None:
    """Change the record and keep the hash of the changed one, as somebody would who can write to the database."""
    with case.work() as work:
        row = work.session.query(Decision).one()
        told = json.loads(row.record)
        change(told)
        row.record = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        row.record_sha256 = hashlib.sha256(row.record).hexdigest()


def test_council_sees_every_rule_and_keeps_the_record_whose_hash_is_on_the_page(decided: Moderation) -> None:
    owner = decided.visitor(decided.owner_id)
    page = owner.visit(f"/council/{SLUG}/results/{decided.reference}/recompute")
    assert "The same The rule gives the same outcome today as on the day of the decision" in page.text
    assert "small_changes.criteria: 1 ≤" in page.text
    record = owner.client.get(f"/council/{SLUG}/results/{decided.reference}/record").data
    assert hashlib.sha256(record).hexdigest() in page.text
    assert json.loads(record)["scores"][NAMED] == 1
    with decided.services.database.reading() as session:
        assert session.query(Decision).one().record == record


def test_nobody_works_out_what_the_council_has_not_been_told_but_a_lead_reviewer(case: Moderation) -> None:
    case.moderate()
    case.pass_time(days=2)
    case.decide()
    owner = case.visitor(case.owner_id)
    for last in ("recompute", "record"):
        owner.visit(f"/council/{SLUG}/results/{case.reference}/{last}", 404)
    assert "The same" in case.visitor().visit(f"/reviews/{case.reference}/recompute").text


def test_command_says_the_same_with_every_rule_and_ends_well(decided: Moderation) -> None:
    ended = decided.app.test_cli_runner().invoke(args=["decisions", "recompute", decided.reference.lower()])
    lines = ended.output.splitlines()
    assert (ended.exit_code, lines[-1]) == (0, "The same.")
    assert lines[0] == f"{decided.reference}, round 1, decided on 2026-11-18: not_yet_minor"
    said = " ".join(lines)
    for part in ("record   sha256", "edition  sha256", "pass.essentials: 1 >= 2, does not hold (", f"{WEAK}=1"):
        assert part in said


def test_command_names_a_reference_without_a_decision(case: Moderation) -> None:
    ended = case.app.test_cli_runner().invoke(args=["decisions", "recompute", case.reference])
    assert (ended.exit_code, ended.output) == (1, f"Error: There is no decision on {case.reference}.\n")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        # A better score in the record alone: neither the scores, nor outcome, total and bytes are right any more.
        (lambda told: told["scores"].update({NAMED: 3}), [2, 3, 4, 5]),
        # An outcome that the scores do not give.
        (lambda told: told.update({"outcome": "awarded"}), [3, 5]),
        (lambda told: told.update({"edition_sha256": "0" * 64}), [1, 5]),
        (lambda told: told.update({"total": "100/1"}), [4, 5]),
        (lambda told: told.clear(), [1, 2, 3, 4, 5]),
        (lambda told: told.update({"scores": {"NOT-1": 9}}), [2, 3, 4, 5]),
    ],
)
def test_record_that_somebody_has_changed_is_found_out(
    decided: Moderation, change: Callable[[dict[str, object]], object], wrong: list[int]
) -> None:
    assert checks(decided) == [True] * 6
    tamper(decided, change)
    assert [place for place, holds in enumerate(checks(decided)) if not holds] == wrong
    ended = decided.app.test_cli_runner().invoke(args=["decisions", "recompute", decided.reference])
    assert (ended.exit_code, ended.output.splitlines()[-1]) == (1, "Differs.")


def test_score_edition_and_hash_changed_behind_the_record_are_found_out(decided: Moderation) -> None:
    with decided.work() as work:
        work.session.execute(update(FinalScore).where(FinalScore.criterion == NAMED).values(score=3))
    assert [place for place, holds in enumerate(checks(decided)) if not holds] == [2, 5]
    with decided.work() as work:
        work.session.execute(update(FinalScore).where(FinalScore.criterion == NAMED).values(score=1))
        row = work.session.query(PublishedEdition).one()
        row.canonical = row.canonical.replace(b'"weight":3', b'"weight":2', 1)
    assert 1 in [place for place, holds in enumerate(checks(decided)) if not holds]
    with decided.work() as work:
        work.session.execute(update(Decision).values(record_sha256="0" * 64))
    assert checks(decided)[0] is False
