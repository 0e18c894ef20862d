"""Credentials as they were issued."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from portal.awards.queries import award_numbered
from portal.credentials.models import Credential
from portal.kernel.errors import NotFound


@dataclass(frozen=True)
class IssuedCredential:
    """The credential in force, byte for byte: as JSON with its proof, as a token, baked into an SVG and into a PNG."""

    json: bytes
    jwt: bytes
    svg: bytes
    png: bytes
    issue: int
    issued_at: datetime


def credential_document(session: Session, award_id: UUID) -> IssuedCredential:
    """The credential of an award that is in force. Raises NotFound."""
    columns = (Credential.document, Credential.token, Credential.svg, Credential.png)
    row = session.execute(
        select(*columns, Credential.issue, Credential.issued_at).where(
            Credential.award_id == award_id, Credential.superseded_reason == ""
        )
    ).one_or_none()
    if row is None:
        raise NotFound(f"no credential of award {award_id}")
    return IssuedCredential(*row)


FORMS: dict[str, InstrumentedAttribute[bytes]] = {
    "json": Credential.document,
    "jwt": Credential.token,
    "svg": Credential.svg,
    "png": Credential.png,
}


def issued_form(session: Session, number: str, form: str) -> bytes:
    """One form of the credential in force, by the number of its award: json, jwt, svg or png. Raises NotFound."""
    award = award_numbered(session, number)
    in_force = (Credential.award_id == award.id, Credential.superseded_reason == "")
    content = session.scalar(select(FORMS[form]).where(*in_force))
    if content is None:
        raise NotFound(f"no credential of award {number}")
    return content
