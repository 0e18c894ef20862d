import time

import pytest

from portal.credentials.baking import unbake_svg

BEGINS, ENDS = b"<openbadges:credential><![CDATA[", b"]]></openbadges:credential>"


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (BEGINS + b"{}" + ENDS, b"{}"),
        (BEGINS + b"{}" + ENDS + BEGINS + b"[]" + ENDS, b"{}"),
        (BEGINS + b"{}", None),
        (b"{}", None),
    ],
)
def test_credential_of_a_drawing_is_the_first_one_that_ends(inside: bytes, found: bytes | None) -> None:
    assert unbake_svg(b"<svg>" + inside + b"</svg>") == found


def test_drawing_that_begins_thousands_of_credentials_and_ends_none_is_read_in_a_moment() -> None:
    began = time.process_time()
    assert unbake_svg(b"<svg>" + BEGINS * 8_000) is None
    assert time.process_time() - began < 1
