"""A certificate file that somebody was given, whatever has been done to it."""

import random
import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from pikepdf import Pdf

from portal.awards.queries import AwardRecord
from portal.awards.verdicts import Outcome, Verdict
from portal.certificates.queries import issued_document
from portal.certificates.render import certificate_pdf
from portal.certificates.verifying import verify
from portal.councils.kinds import Nation
from tests.factories import awards as make
from tests.factories.certificates import PAGE, issue_papers, seal_key
from tests.integration.working import Working

DAY = date(2026, 11, 18)
Check = Callable[[bytes], Verdict]


@pytest.fixture
def award(working: Working) -> AwardRecord:
    with working() as work:
        council = make.make_council(work, "Ynys Council", name_cy="Cyngor Ynys", nation=Nation.WALES)
        award = make.make_award(work, council)
        issue_papers(work, award.id)
        return award


@pytest.fixture
def pdf(app: Flask, award: AwardRecord) -> bytes:
    """The Welsh document."""
    with app.extensions["portal"].database.reading() as session:
        return issued_document(session, award.number, "cy", None).pdf


@pytest.fixture
def check(app: Flask) -> Check:
    def run(content: bytes) -> Verdict:
        with app.extensions["portal"].database.reading() as session:
            return verify(session, content, DAY)

    return run


def saved_again(pdf: bytes) -> bytes:
    target = BytesIO()
    with Pdf.open(BytesIO(pdf)) as document:
        document.save(target)
    return target.getvalue()


def test_document_as_it_was_issued_is_genuine(check: Check, award: AwardRecord, pdf: bytes) -> None:
    verdict = check(pdf)
    assert (verdict.outcome, verdict.number) == (Outcome.GENUINE, award.number)
    assert str(verdict.words) == f"This is certificate {award.number}, exactly as we issued it on 2026-11-18."
    assert check(pdf + b"\r\n") == verdict


def test_superseded_document_is_said_to_be_so_with_the_reason(
    check: Check, award: AwardRecord, pdf: bytes, working: Working
) -> None:
    with working() as work:
        issue_papers(work, award.id, "The name was misspelt.")
    verdict = check(pdf)
    assert (verdict.outcome, verdict.number) == (Outcome.SUPERSEDED, award.number)
    assert str(verdict.words).endswith("A newer issue has taken its place because: The name was misspelt.")


def test_document_that_was_changed_is_said_to_be_so_with_its_number(
    check: Check, award: AwardRecord, pdf: bytes
) -> None:
    changed = bytearray(pdf)
    changed[1000] ^= 1
    for altered in (bytes(changed), pdf + b"9 0 obj <<>> endobj"):
        verdict = check(altered)
        assert (verdict.outcome, verdict.number) == (Outcome.CHANGED, award.number)
        assert "was changed after we sealed it" in str(verdict.words)


def test_copy_that_another_program_saved_has_no_seal_but_its_number(
    check: Check, award: AwardRecord, pdf: bytes
) -> None:
    verdict = check(saved_again(pdf))
    assert (verdict.outcome, verdict.number) == (Outcome.CHANGED, award.number)


def test_document_of_another_seal_and_number_is_not_ours(check: Check) -> None:
    assert seal_key().certificate is not None
    verdict = check(certificate_pdf(PAGE))
    assert (verdict.outcome, verdict.number) == (Outcome.NOT_OURS, "")


@pytest.mark.parametrize(("before", "outcome"), [(10, Outcome.CHANGED), (1_000, Outcome.NOT_OURS)])
def test_number_is_not_looked_for_behind_a_thousand_that_only_look_like_one(
    check: Check, award: AwardRecord, before: int, outcome: Outcome
) -> None:
    assert check(b"%PDF-1.7\n" + b"AAAA-AAAAA " * before + award.number.encode()).outcome is outcome


@pytest.mark.parametrize("size", [0, 1, 300_000, 9_000_000])
def test_whatever_else_is_sent_gets_an_answer(check: Check, award: AwardRecord, size: int) -> None:
    chance = random.Random(size)  # noqa: S311 - the same rubbish each time
    bomb = zlib.compress(bytes(20_000_000), 9)
    rubbish = chance.randbytes(size)
    for sent in (
        rubbish,
        b"%PDF-1.7\n" + rubbish,
        (b"%PDF-1.7\nstream\n" + bomb)[: size or None],
        b"%PDF-" + b"stream\n" * (size // 7),
        b"%PDF-" + f"{award.number} ".encode() * (size // 11),
        b"%PDF-" + b"/ByteRange [0 9 20 1] " * (size // 22),
    ):
        assert check(sent).outcome in (Outcome.UNREADABLE, Outcome.NOT_OURS, Outcome.CHANGED)
