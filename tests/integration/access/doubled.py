"""A lead reviewer with two ways to take the second step."""

from portal.audit.work import Work
from portal.demonstration.cast import LEAD
from portal.secondstep.models import Passkey
from tests.factories.people import person_called


def set_up_two_ways(work: Work) -> None:
    """Give the lead reviewer an app and a passkey."""
    lead = person_called(work.session, LEAD.email)
    lead.totp_secret = "sealed"
    key = {"credential_id": "AAEC", "public_key": "AAEC", "sign_count": 0, "transports": []}
    work.session.add(Passkey(person_id=lead.id, name="Passkey 1", added_at=work.clock.now(), **key))
    work.session.flush()
