from portal.applications.states import ApplicationState
from tests.integration.clarifications.conftest import Scene, scene

__all__ = ["scene"]
REASON = 'We merge, "soon" =cmd ŵ 🙂 <b>'


def test_approver_finds_the_request_on_the_home_and_confirms(scene: Scene) -> None:
    owner, approver = scene.visitor("owner"), scene.visitor("approver")
    here = f"/council/{scene.slug}/application/withdrawal"
    home = owner.visit(f"/council/{scene.slug}/")
    assert ("Withdraw the application", here) in home.links
    assert "There is no penalty, and nothing is published." in owner.visit(here).text
    assert "Say why, in a sentence." in owner.post(here, 422, reason=" ").text
    assert REASON in owner.post(here, reason=REASON).text
    owner.post(f"{here}/confirm", 403)
    home = approver.visit(f"/council/{scene.slug}/")
    assert ("Decide whether to withdraw", here) in home.links
    assert REASON in approver.visit(here).text
    assert "The application is withdrawn." in approver.post(f"{here}/confirm").text
    with scene.work() as work:
        assert scene.application(work).state is ApplicationState.WITHDRAWN
    scene.visitor("reviewer").visit(f"/reviews/{scene.reference}/", 404)
    assert "Withdrawn: your approver confirmed it" in owner.visit(f"/council/{scene.slug}/application/timeline").text


def test_owner_takes_the_request_back(scene: Scene) -> None:
    owner = scene.visitor("owner")
    here = f"/council/{scene.slug}/application/withdrawal"
    owner.visit(here)
    owner.post(here, reason=REASON)
    assert "The request is taken back." in owner.post(f"{here}/take-back").text
    assert "Ask an approver to confirm" in owner.visit(here).text
    timeline = owner.visit(f"/council/{scene.slug}/application/timeline").text
    assert "An owner asked to withdraw" in timeline
    assert "The request to withdraw was taken back" in timeline
