"""PDFs, written anew without anything that acts, reaches out or hides: the only file that knows pikepdf.

What can be seen on the pages stays; links no longer lead anywhere, forms no longer do anything, signatures no longer
hold. It is run in a process of its own (``confined.py``), which ends when a document takes too much memory or time.
"""

import io
from enum import StrEnum

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream
from pikepdf.sanitize import Sanitizer


class Fault(StrEnum):
    """What is wrong with a document."""

    DAMAGED = "damaged"
    LOCKED = "locked"
    NEEDS_ITS_PROGRAM = "needs_its_program"


class NotADocument(Exception):
    """The document cannot be written anew; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


_CLEANER = (
    Sanitizer()
    .remove_javascript()
    .remove_external_access()
    .remove_attachments()
    .remove_multimedia()
    .remove_web_capture()
    .remove_private_app_data()
    .remove_collection()
    .remove_thumbnails()
)
# The cleaner goes to where these belong; they are then looked for wherever a reader might still find them.
_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/Thread", "/SubmitForm", "/ResetForm", "/ImportData"}
    | {"/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"}
)
_KEYS = (
    *("/AA", "/JS", "/JavaScript", "/XFA", "/URI", "/EF", "/EmbeddedFiles", "/AF", "/Collection", "/OPI", "/Ref"),
    *("/Renditions", "/RichMediaContent", "/RichMediaSettings", "/PieceInfo", "/SpiderInfo"),
)
# Of a stream whose bytes are in another file, and of the name of another file.
_ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")
_DEEPEST = 100


def written_anew(content: bytes) -> bytes:
    """The document, harmless. The same bytes give the same bytes. Raises NotADocument."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            if document.Root.get("/NeedsRendering", False):
                # All that is on its page is the request to open it in another program.
                raise NotADocument(Fault.NEEDS_ITS_PROGRAM)
            if not len(document.pages):
                raise NotADocument(Fault.DAMAGED)
            _CLEANER.apply(document)
            if "/OpenAction" in document.Root:
                del document.Root["/OpenAction"]
            for found in document.objects:
                _disarm(found, 0)
            written = io.BytesIO()
            document.save(written, deterministic_id=True, encryption=False)
            return written.getvalue()
    except pikepdf.PasswordError as locked:
        raise NotADocument(Fault.LOCKED) from locked
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as bad:
        # The ways in which pikepdf finds a document broken.
        raise NotADocument(Fault.DAMAGED) from bad


def _disarm(found: Object, depth: int) -> None:
    """Empty every action in an object, and take out what belongs to one; what it refers to comes by itself."""
    if depth > _DEEPEST:
        raise NotADocument(Fault.DAMAGED)
    if isinstance(found, Array):
        for inner in list(found):
            _disarm_inside(inner, depth)
        return
    if not isinstance(found, Dictionary | Stream):
        return
    if isinstance(found.get("/S"), Name) and str(found.get("/S")) in _ACTIONS:
        doomed = list(found.keys())
    else:
        doomed = [key for key in _KEYS if key in found]
        if isinstance(found, Stream) or found.get("/Type") in (Name.Filespec, Name.F):
            doomed += [key for key in (*_ELSEWHERE, "/UF") if key in found]
    for key in doomed:
        if key != "/Length":
            del found[key]
    for key in list(found.keys()):
        _disarm_inside(found.get(key), depth)


def _disarm_inside(inner: object, depth: int) -> None:
    if isinstance(inner, Object) and not inner.is_indirect:
        _disarm(inner, depth + 1)
