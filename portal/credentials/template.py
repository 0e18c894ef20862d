"""The closed template of a credential: plain values in, a JSON document out. Nothing else is ever signed."""

from dataclasses import dataclass
from datetime import datetime

from portal.credentials.rules import StatusPurpose, list_name, plain, written
from portal.keys.issuer import Issuer
from portal.keys.material import SCHEME

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
ABOUT = (
    "The council uses social media by public criteria, was reviewed against them by people from outside and met them."
)

Document = dict[str, object]


@dataclass(frozen=True)
class CredentialFacts:
    """What a credential says. ``subject`` is the council's own address; both moments belong to the time it holds."""

    issuer: Issuer
    number: str
    issue: int
    council: str
    subject: str
    commendation: bool
    valid_from: datetime
    valid_until: datetime
    edition: str
    edition_version: str
    list_number: int
    list_index: int


def credential(facts: CredentialFacts) -> Document:
    """The credential without a proof: Open Badges 3.0 on the VC Data Model 2.0. No person is named in it."""
    site = facts.issuer.address
    name = f"{SCHEME}, with commendation" if facts.commendation else SCHEME
    return {
        "@context": [CREDENTIALS, OPEN_BADGES, EXTENSIONS],
        "id": f"{site}/credential/{facts.number}.json#issue-{facts.issue}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": {"id": facts.issuer.did, "type": ["Profile"], "name": SCHEME, "url": site},
        "validFrom": written(facts.valid_from),
        "validUntil": written(facts.valid_until),
        "credentialSubject": {
            "id": facts.subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityHash": plain(facts.council),
                    "identityType": "name",
                    "hashed": False,
                }
            ],
            "licenseNumber": facts.number,
            "achievement": {
                "id": f"{site}/criteria/{facts.edition}#{'commendation' if facts.commendation else 'mark'}",
                "type": ["Achievement"],
                "achievementType": "Certification",
                "name": name,
                "description": ABOUT,
                "criteria": {
                    "id": f"{site}/criteria/{facts.edition}",
                    "narrative": f"Edition {facts.edition}, version {plain(facts.edition_version)}",
                },
            },
        },
        "credentialStatus": [_status(facts, purpose) for purpose in StatusPurpose],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }


def _status(facts: CredentialFacts, purpose: StatusPurpose) -> Document:
    address = list_address(facts.issuer, purpose, facts.list_number)
    return {
        "id": f"{address}#{facts.list_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose.value,
        "statusListIndex": str(facts.list_index),
        "statusListCredential": address,
    }


def list_address(issuer: Issuer, purpose: StatusPurpose, number: int) -> str:
    """Where a status list is published."""
    return f"{issuer.address}/status/{list_name(purpose, number)}"


def status_list(
    issuer: Issuer, purpose: StatusPurpose, number: int, encoded: str, valid_from: datetime, valid_until: datetime
) -> Document:
    """A status list without a proof: a credential of its own (Bitstring Status List 1.0)."""
    address = list_address(issuer, purpose, number)
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": written(valid_from),
        "validUntil": written(valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose.value,
            "encodedList": encoded,
        },
    }
