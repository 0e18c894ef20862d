from portal.fetching.results import Fetched, Reason, Refusal
from tests.factories.websites import Page, redirect, websites

HOST = "www.example.gov.uk"
START = f"http://{HOST}/"


def test_fetch_within_hosts_opens_nothing_elsewhere_whether_typed_or_redirected_to() -> None:
    with websites() as web:
        web.pages["other.example.org/"] = Page(b"Elsewhere")
        web.pages[f"{HOST}/"] = redirect("http://other.example.org/")
        guarded = web.fetcher()
        assert guarded.fetch("http://other.example.org/", {HOST}) == Refusal(
            "http://other.example.org/", Reason.ELSEWHERE
        )
        assert web.asked == []
        assert guarded.fetch(START, {HOST}) == Refusal("http://other.example.org/", Reason.ELSEWHERE)
        assert [name for name, _ in web.asked] == [f"{HOST}/"]
        assert isinstance(guarded.fetch(START, {HOST, "other.example.org"}), Fetched)
