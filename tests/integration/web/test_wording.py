"""Values as people read them."""

import pytest
from flask import Flask

from portal.web.wording import file_size


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1023, "1,023 bytes"),
        (1024, "1 KB"),
        (200 * 1024, "200 KB"),
        (1024 * 1024 - 1, "1 MB"),
        (1024 * 1024, "1 MB"),
        (1_572_864, "1.5 MB"),
        (10 * 1024 * 1024, "10 MB"),
    ],
)
def test_size_of_a_file_is_told_in_the_largest_unit_that_fits(app: Flask, size: int, said: str) -> None:
    with app.test_request_context():
        assert file_size(size) == said
