"""An award that is kept longer because its renewal is under review: its papers, and files of before on /verify."""

import json
from datetime import timedelta
from io import BytesIO

from pikepdf import Pdf

from portal.kernel.clock import FixedClock
from tests.factories.standing import signed_renewal
from tests.integration.register.test_agreement import LAST_SECOND, Held, held, is_listed, renewal_is_over
from tests.integration.register.test_dropped import send
from tests.integration.visiting import Visitor

__all__ = ["held"]
KEPT = "The award is kept until 17 September 2028 at most, because its renewal is under review."
OVER = "The review of its renewal is over, so the award ends on 17 July 2028."


def carried(pdf: bytes) -> dict[str, object]:
    """The credential that travels inside a certificate."""
    with Pdf.open(BytesIO(pdf)) as document:
        (attached,) = document.attachments.values()
        found: dict[str, object] = json.loads(attached.get_file().read_bytes())
        return found


def test_certificate_and_credential_are_issued_together_and_files_of_before_are_told_of_the_newer_one(
    visitor: Visitor, held: Held, clock: FixedClock
) -> None:
    at = f"/certificate/{held.number}"
    first = visitor.client.get(f"{at}.pdf").data
    from_before = visitor.client.get(f"/credential/{held.number}.json").get_json(force=True)
    clock.at = LAST_SECOND
    held.change(signed_renewal)
    page = visitor.visit(at)
    assert "from 18 June 2026 to 17 September 2028" in page.text
    assert "kept to that day at most, while its renewal is being reviewed" in page.text
    assert f"superseded because: {KEPT}" in page.text
    newest = visitor.client.get(f"{at}.pdf").data
    assert carried(newest) == visitor.client.get(f"/credential/{held.number}.json").get_json(force=True)
    assert send(visitor, newest).headings == ["Yes. This file is genuine, and the award is current"]
    told = send(visitor, first)
    assert told.headings == ["The award is current, but there is a newer issue of this file"]
    assert KEPT in told.text
    assert ("See the certificate that took its place", at) in told.links
    # What it says stays true: no machine hears that it is revoked while the award holds.
    kept_longer = visitor.client.get(f"/credential/{held.number}.json").get_json(force=True)
    assert [is_listed(visitor, each) for each in (from_before, kept_longer)] == [False, False]
    # The review comes to nothing: what was issued for it is superseded too.
    clock.at = LAST_SECOND + timedelta(days=30)
    held.change(renewal_is_over)
    assert "from 18 June 2026 to 17 July 2028" in visitor.visit(at).text
    assert OVER in send(visitor, newest).text
    assert [is_listed(visitor, each) for each in (from_before, kept_longer)] == [False, True]
    clock.at += timedelta(seconds=1)
    told = send(visitor, newest)
    assert told.headings == ["No. There is a newer issue of this file, and the award is not current"]
    assert "Tell us where you have it from, if somebody showed it to you as genuine" in told.text
