import pytest

from portal.badges.contentpolicy import refusing

BADGE = "https://mark.example/badge/K7QX-3MWDR.svg?size=large"
FRAME = "https://mark.example/badge/K7QX-3MWDR/frame"
PAGE = "https://www.example.gov.uk/social-media"


@pytest.mark.parametrize(
    ("policy", "refused_by"),
    [
        ("", None),
        ("script-src 'self'", None),
        ("default-src 'self'", "default-src 'self'"),
        ("default-src 'self'; img-src https://mark.example", None),
        ("img-src mark.example", None),
        ("img-src MARK.example:443", None),
        ("img-src http://mark.example", None),
        ("img-src https://mark.example/badge/K7QX-3MWDR.svg", None),
        ("img-src https://mark.example/badge/", None),
        ("img-src https://mark.example/badge", "img-src https://mark.example/badge"),
        ("img-src *.example", None),
        ("img-src *.mark.example", "img-src *.mark.example"),
        ("img-src 'self' data:", "img-src 'self' data:"),
        ("img-src https:", None),
        ("img-src *", None),
        ("img-src", "img-src"),
        ("img-src 'none'; img-src *", "img-src 'none'"),
        ("img-src https://mark.example:8443", "img-src https://mark.example:8443"),
        ("img-src https://mark.example:99999x/", "img-src https://mark.example:99999x/"),
        ("img-src *, default-src 'none'", "default-src 'none'"),
    ],
)
def test_policy_refuses_the_picture_as_browsers_do(policy: str, refused_by: str | None) -> None:
    assert refusing([policy], "img-src", BADGE, PAGE) == refused_by


@pytest.mark.parametrize(
    ("policies", "refused_by"),
    [
        (["child-src 'none'; default-src *"], "child-src 'none'"),
        (["frame-src https://mark.example; child-src 'none'"], None),
        (["", "frame-src 'self'"], "frame-src 'self'"),
        (["img-src 'none'"], None),
    ],
)
def test_policy_refuses_the_frame_by_the_first_directive_that_speaks_of_it(
    policies: list[str], refused_by: str | None
) -> None:
    assert refusing(policies, "frame-src", FRAME, PAGE) == refused_by


def test_page_of_the_portal_itself_is_its_own_source() -> None:
    assert refusing(["img-src 'self'"], "img-src", BADGE, "https://mark.example/x") is None
