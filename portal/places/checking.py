"""Looking on a proposed website for what its council was asked to put there. It proves; an administrator decides."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.audit.errands import Fetch, Outside, take_due
from portal.councils.hosts import in_ascii
from portal.fetching.results import Fetched, why_not_read
from portal.links.pageparts import take_apart
from portal.places.models import ProposedWebsite
from portal.places.rules import PROOF_PATH, TAG_NAME, looks_next, says, within
from portal.places.states import Proof, WebsiteState

# The website answered, and the code was not there.
NOT_THERE = "not_there"
_MOST_OF_A_FILE = 4_000

log = structlog.get_logger()


@dataclass(frozen=True)
class Taken:
    """One website that is to be looked at now, by nobody else."""

    id: UUID
    host: str
    token: str


def look_one(outside: Outside) -> bool:
    """Look at one proposed website that is due and note what was there; says whether there was one."""
    taken = _take(outside)
    if taken is None:
        return False
    proof, fault = look(outside.fetch, taken.host, taken.token)
    _note(outside, taken, proof, fault)
    log.info("website looked at for its proof", website=str(taken.id), found=proof, fault=fault)
    return True


def look(fetch: Fetch, host: str, token: str) -> tuple[Proof | None, str]:
    """Where on the website the token is; or None and why not, as a code. Opens nothing on any other host."""
    hosts = within(host)
    got = fetch(f"https://{in_ascii(host)}{PROOF_PATH}", hosts)
    if isinstance(got, Fetched) and got.is_there and got.media_type == "text/plain":
        lines = got.content[:_MOST_OF_A_FILE].decode("utf-8", "replace").splitlines()
        if says(lines, token):
            return Proof.FILE, ""
    home = fetch(f"https://{in_ascii(host)}/", hosts)
    if not isinstance(home, Fetched) or not home.is_there:
        return None, why_not_read(home)
    parts = take_apart(home.content, home.media_type, home.headers.get("content-type", ""))
    if parts is not None and (TAG_NAME, token) in {(about, said.strip()) for about, said in parts.metas}:
        return Proof.TAG, ""
    return None, NOT_THERE


def _due(now: datetime) -> Select[ProposedWebsite]:
    return (
        select(ProposedWebsite)
        .where(
            ProposedWebsite.state == WebsiteState.PROPOSED,
            ProposedWebsite.found.is_(None),
            ProposedWebsite.look_after <= now,
        )
        .order_by(ProposedWebsite.look_after, ProposedWebsite.id)
        .limit(1)
    )


def _take(outside: Outside) -> Taken | None:
    now = outside.clock.now()

    def take(_session: Session, row: ProposedWebsite) -> Taken:
        row.looks += 1
        row.look_after = looks_next(now, row.proposed_at, row.looks)
        return Taken(row.id, row.host, row.token)

    return take_due(outside, ProposedWebsite, _due(now), take)


def _note(outside: Outside, taken: Taken, proof: Proof | None, fault: str) -> None:
    now = outside.clock.now()
    with outside.database.writing() as session:
        row = session.get_one(ProposedWebsite, taken.id)
        row.looked_at, row.fault = now, fault
        if proof is not None:
            row.found, row.found_at, row.look_after = proof, now, None
