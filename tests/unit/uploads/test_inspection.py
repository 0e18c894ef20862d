import pytest

from portal.uploads.inspection import MEDIA_TYPES, Inspected, inspect
from tests.factories import uploads

FORMATS = ("pdf", "png", "jpg", "csv", "xlsx", "docx", "odt")
MEGABYTE = 1024 * 1024
OTHER = "“{}” is not what its name says, or is damaged or locked with a password. Open it, save it again as {} without"
OTHER += " a password, and choose it again."
NOT_TAKEN = "“{}” is of a kind that we do not take. Choose one of: pdf, png, jpg, csv, xlsx, docx, odt."
MACROS = "“{}” contains macros. Save it without them, or as PDF, and choose it again."


def looked_at(name: str, content: bytes) -> Inspected:
    return inspect(name, content, FORMATS, 10 * MEGABYTE)


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("plan.pdf", uploads.PDF, "pdf"),
        ("Plan ŵ 🙂.PDF", uploads.PDF, "pdf"),
        ("screen.png", uploads.PNG, "png"),
        ("photo.jpg", uploads.JPG, "jpg"),
        ("photo.jpeg", uploads.JPG, "jpg"),
        ("figures.csv", uploads.CSV, "csv"),
        ("figures.csv", b"\xef\xbb\xbf" + uploads.CSV, "csv"),
        ("excel.csv", "caf\u00e9;\u20ac 5\r\n".encode("cp1252"), "csv"),
        ("excel.csv", "a\tŵ\r\n".encode("utf-16"), "csv"),
        # To a library that goes by the first letters these are a bitmap and a program.
        ("bmi.csv", b"BMI,count\n1,2\n", "csv"),
        ("mz.csv", b"MZ,count\n1,2\n", "csv"),
        ("report.docx", uploads.docx(), "docx"),
        ("table.xlsx", uploads.xlsx(), "xlsx"),
        ("letter.odt", uploads.odt(), "odt"),
    ],
)
def test_honest_file_gets_the_media_type_of_its_format(name: str, content: bytes, format_: str) -> None:
    assert looked_at(name, content) == Inspected(MEDIA_TYPES[format_])


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.pdf", b"", "“empty.pdf” is empty. Check the file and choose it again."),
        ("program.exe", uploads.EXE, NOT_TAKEN.format("program.exe")),
        ("no-ending", uploads.PDF, NOT_TAKEN.format("no-ending")),
        ("page.html", uploads.HTML, NOT_TAKEN.format("page.html")),
        ("picture.svg", b"<svg onload='alert(1)'/>", NOT_TAKEN.format("picture.svg")),
        ("plan.pdf.exe", uploads.PDF, NOT_TAKEN.format("plan.pdf.exe")),
        ("program.pdf", uploads.EXE, OTHER.format("program.pdf", "PDF")),
        ("page.pdf", uploads.HTML, OTHER.format("page.pdf", "PDF")),
        ("late.pdf", b"x" * 2000 + uploads.PDF, OTHER.format("late.pdf", "PDF")),
        ("picture.png", uploads.JPG, OTHER.format("picture.png", "PNG")),
        ("page.csv", b"  " + uploads.HTML, OTHER.format("page.csv", "CSV")),
        ("plan.csv", b"%PDF-1.4 plain", OTHER.format("plan.csv", "CSV")),
        ("nul.csv", b"a,b\x00\n", OTHER.format("nul.csv", "CSV")),
        ("odd.csv", b"\xff\xfea", OTHER.format("odd.csv", "CSV")),
        ("report.docx", uploads.xlsx(), OTHER.format("report.docx", "DOCX")),
        ("report.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, OTHER.format("report.docx", "DOCX")),
        ("report.docx", uploads.docx()[:60], OTHER.format("report.docx", "DOCX")),
        ("archive.docx", uploads.archive({"word.xml": b"x"}), OTHER.format("archive.docx", "DOCX")),
        ("letter.odt", uploads.odt(b"application/vnd.oasis.opendocument.textx"), OTHER.format("letter.odt", "ODT")),
        ("letter.odt", uploads.odt(b"x" * 20 * MEGABYTE), OTHER.format("letter.odt", "ODT")),
        ("macro.docx", uploads.docx(**{"word/vbaProject.bin": b"x"}), MACROS.format("macro.docx")),
        ("macro.xlsx", uploads.xlsx(**{"xl/vbaProject.bin": b"x"}), MACROS.format("macro.xlsx")),
    ],
)
def test_hostile_or_broken_file_is_refused_in_a_sentence_that_names_it(name: str, content: bytes, problem: str) -> None:
    assert str(looked_at(name, content).problem) == problem


def test_file_of_the_largest_size_is_taken_and_one_byte_more_is_not() -> None:
    largest = uploads.PDF.ljust(10 * MEGABYTE, b"\n")
    assert looked_at("big.pdf", largest) == Inspected(MEDIA_TYPES["pdf"])
    assert str(looked_at("big.pdf", largest + b"\n").problem) == (
        "“big.pdf” is larger than 10 MB. Make it smaller or give a link."
    )
