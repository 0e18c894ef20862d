"""The eye that looks at every page sees what is wrong with one."""

import pytest

from tests.journeys.conftest import Arrival

PAGE = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><main><h1>T</h1>{fault}</main></body></html>'


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ('<img src="/static/img/mark.svg">', "image-alt"),
        ('<svg width="400" height="4" aria-hidden="true"></svg>', "is 408 pixels wide on a screen of 320"),
        ('<img alt="" src="/no-such-picture.svg">', "no-such-picture.svg: 404"),
    ],
)
def test_page_with_a_fault_look_fails(arrive: Arrival, script: bool, fault: str, seen: str) -> None:
    guest = arrive(script=script)
    guest.page.route("**/faulty", lambda route: route.fulfill(body=PAGE.format(fault=fault), content_type="text/html"))
    guest.visit("/faulty")
    with pytest.raises(AssertionError, match=seen):
        guest.look()
    guest.complaints.clear()
