"""The seal: an invisible PAdES signature over the whole document. The one file that knows pyHanko and asn1crypto.

A seal that can be seen is an annotation without a tag, which PDF/UA forbids; and what is seen can be copied. Reading
does not take the file apart: what strangers send is searched for our seal by its own shape, in one pass.
"""

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import StrEnum
from typing import Any

from asn1crypto.cms import ContentInfo
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_public_key
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from portal.keys.queries import SigningKey

FIELD = "Seal"
# In hexadecimal digits. A seal takes about 2,600 of them; what is left is filled with zeros.
ROOM = 6144
# The print flag is for PDF/A. PDF/UA leaves an annotation without a size alone.
_FIELD = SigFieldSpec(FIELD, box=None, invis_sig_settings=InvisSigSettings(set_print_flag=True))
_RANGES = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
# Nobody signs a certificate more often; whatever comes after is not looked at.
_SEALS_READ = 8
# The ways in which asn1crypto says that bytes are not what they claim to be.
_NO_SEAL = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)


class SealState(StrEnum):
    """What there is of our seal in a file.

    INTACT: everything is as it was sealed. BROKEN: something inside was changed. ADDED_TO: something was added after
    it. NONE: no seal of ours.
    """

    INTACT = "intact"
    BROKEN = "broken"
    ADDED_TO = "added_to"
    NONE = "none"


def sealed(pdf: bytes, key: SigningKey, at: datetime) -> bytes:
    """The document with its seal, after which nothing may be changed. Nothing is asked of anybody else.

    ``key`` is EC P-256 with its certificate; the seal says that it was made ``at`` this moment. Raises ValueError for a
    key without a certificate.
    """
    if key.certificate is None:
        raise ValueError(f"{key.kid} has no certificate")
    signer = SimpleSigner(
        Certificate.load(key.certificate.public_bytes(Encoding.DER)),
        PrivateKeyInfo.load(key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        SimpleCertificateStore(),  # type: ignore[no-untyped-call] # the library leaves this one without types
    )
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    target = io.BytesIO()
    made = _Signer(at, about, signer=signer, new_field_spec=_FIELD)
    # pyHanko starts a loop of events, which a thread cannot that runs one already; a new thread never does.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(
            made.sign_pdf, IncrementalPdfFileWriter(io.BytesIO(pdf)), output=target, bytes_reserved=ROOM
        ).result()
    return target.getvalue()


class _Signer(PdfSigner):
    """Takes the time of its signature from the portal; pyHanko asks the machine."""

    def __init__(self, at: datetime, *about: Any, **more: Any) -> None:
        super().__init__(*about, **more)
        self._at = at

    def init_signing_session(self, *about: Any, **more: Any) -> PdfSigningSession:
        session = super().init_signing_session(*about, **more)
        session.system_time = self._at
        return session


def seal_in(content: bytes, public_keys: Sequence[bytes]) -> SealState:
    """What there is in the file of a seal made with one of these keys (DER): whoever holds none of them makes none."""
    keys = [key for key in map(load_der_public_key, public_keys) if isinstance(key, ec.EllipticCurvePublicKey)]
    found = SealState.NONE
    for _count, (start, before, after, rest) in zip(range(_SEALS_READ), _ranges(content), strict=False):
        digest = _digest_sealed(content[start + before : after], keys)
        if digest is None:
            continue
        covered = content[start : start + before] + content[after : after + rest]
        if hashlib.sha256(covered).digest() != digest:
            found = SealState.BROKEN
        elif start or content[after + rest :].strip():
            return SealState.ADDED_TO
        else:
            return SealState.INTACT
    return found


def _ranges(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    for match in _RANGES.finditer(content):
        start, before, after, rest = map(int, match.groups())
        if start + before < after <= start + before + 2 * ROOM:
            yield start, before, after, rest


def _digest_sealed(written: bytes, keys: Sequence[ec.EllipticCurvePublicKey]) -> bytes | None:
    """The digest that a seal in hexadecimal digits vouches for, where one of the keys made it."""
    try:
        signer = ContentInfo.load(bytes.fromhex(written.decode("ascii").strip("<> \r\n")))["content"]["signer_infos"][0]
        attributes, signature = signer["signed_attrs"], signer["signature"].native
        digest = next(each["values"][0].native for each in attributes if each["type"].native == "message_digest")
        signed = attributes.untag().dump()
    except (*_NO_SEAL, StopIteration):
        return None
    return digest if any(_made_with(key, signature, signed) for key in keys) else None


def _made_with(key: ec.EllipticCurvePublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        key.verify(signature, signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
