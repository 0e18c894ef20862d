"""One consistent row of each table of the signed credentials."""

from portal.credentials.rules import LIST_LENGTH, StatusPurpose
from tests.integration.lifecycles.keys import AWARD, NOW, Row

CREDENTIALS: dict[str, list[Row]] = {
    "credential": [
        {
            "award_id": AWARD,
            "issue": 1,
            "list_number": 1,
            "list_index": 7,
            "document": b"{}",
            "token": b"t",
            "svg": b"s",
            "png": b"p",
            "issued_at": NOW,
            "superseded_reason": "",
            "revoked": False,
        }
    ],
    "status_list": [
        {
            "number": 1,
            "purpose": StatusPurpose.REVOCATION,
            "bits": bytes(LIST_LENGTH // 8),
            "document": b"{}",
            "signed_at": NOW,
            "outdated": False,
        }
    ],
}
