"""Credentials as they were issued."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from portal.awards.queries import award_numbered
from portal.credentials.models import Credential
from portal.credentials.proofs import signer_of, signer_of_token
from portal.kernel.errors import NotFound
from portal.keys.issuer import Issuer
from portal.keys.queries import distrusted_keys
from portal.keys.states import Purpose


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


def distrusted_signers(session: Session, issuer: Issuer) -> frozenset[str]:
    """The addresses of the keys under whose signatures no credential counts any more."""
    purposes = (Purpose.PROOF, Purpose.TOKEN)
    return frozenset(issuer.key_id(key.name) for each in purposes for key in distrusted_keys(session, each))


def signers_in_force(session: Session, award_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """By which keys the credential in force of each of these awards was signed; nothing of those that have none."""
    rows = session.execute(
        select(Credential.award_id, Credential.document, Credential.token).where(
            Credential.award_id.in_(award_ids), Credential.superseded_reason == ""
        )
    )
    return {row.award_id: frozenset((signer_of(json.loads(row.document)), signer_of_token(row.token))) for row in rows}


FORMS: dict[str, InstrumentedAttribute[bytes]] = {
    "json": Credential.document,
    "jwt": Credential.token,
    "svg": Credential.svg,
    "png": Credential.png,
}


def issued_form(session: Session, number: str, form: str) -> bytes | None:
    """One form of the credential in force, by the number of its award: json, jwt, svg or png.

    None where the award has none, because it is from before there were keys. Raises NotFound where there is no award.
    """
    award = award_numbered(session, number)
    in_force = (Credential.award_id == award.id, Credential.superseded_reason == "")
    return session.scalar(select(FORMS[form]).where(*in_force))
