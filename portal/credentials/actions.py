"""Issuing the credential of an award: signed once, baked once, and kept."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.awards.queries import AwardRecord, award_by_id, official_places
from portal.awards.rules import HOLDING
from portal.badges.drawing import badge_svg
from portal.badges.png import svg_to_png
from portal.badges.rules import Bearer, badge_of
from portal.credentials.baking import bake_png, bake_svg
from portal.credentials.listing import begin, state
from portal.credentials.models import Credential
from portal.credentials.proofs import signed, token
from portal.credentials.rules import INDEX_BITS, MOST_IN_A_LIST, Earlier, first_moment, last_moment
from portal.credentials.template import CredentialFacts, credential
from portal.kernel.clock import today
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.permissions import Permission, Record
from portal.kernel.words import words
from portal.keys.issuer import Issuer
from portal.keys.queries import signing_key
from portal.keys.states import Purpose

# Twice the size in pixels: sharp on good screens and on paper.
PNG_ZOOM = 2


@dataclass(frozen=True)
class Issue:
    """Issue the credential of an award, in the issuer's name.

    ``instead_because`` says why an earlier issue is superseded by this one; empty for the first. ``earlier``: what
    becomes of those before it.
    """

    award_id: UUID
    issuer: Issuer
    instead_because: str = ""
    earlier: Earlier = Earlier.REVOKED


def issue(work: Work, command: Issue) -> Credential:
    """Sign the credential as the award stands now, bake it, and keep all of it; an earlier issue is superseded.

    Raises KeyMissing and CredentialFailed, which undo the award with it, RuleBroken where the credential is there
    already, and NotPermitted.
    """
    session, now = work.session, work.clock.now()
    award = award_by_id(session, command.award_id)
    work.require(Permission.AWARD_GRANT, Record(council_id=award.council_id))
    newest = select(Credential).where(Credential.award_id == award.id).order_by(Credential.issue.desc()).limit(1)
    earlier = session.scalar(newest.with_for_update())
    if earlier and not command.instead_because:
        raise RuleBroken([Problem("", words("This award has its credential. Say why a new one is issued."))])
    if earlier:
        earlier.superseded_reason = command.instead_because
        # Before the new one: only one may be in force.
        session.flush()
        _revoke(session, command.earlier, earlier)
    number, index = _place(work)
    domains = official_places(session, [award.id])[award.id].domains
    facts = CredentialFacts(
        issuer=command.issuer,
        number=award.number,
        issue=earlier.issue + 1 if earlier else 1,
        council=award.council,
        subject=_origin(command.issuer, award, domains),
        commendation=award.commendation,
        valid_from=first_moment(award.starts_on),
        valid_until=last_moment(award.valid_until),
        edition=award.edition,
        edition_version=award.edition_version,
        list_number=number,
        list_index=index,
    )
    bare = credential(facts)
    document = signed(bare, signing_key(session, command.issuer, Purpose.PROOF), now)
    compact = json.dumps(document, separators=(",", ":"))
    standing = award.position(today(work.clock)).standing
    picture = badge_svg(
        badge_of(
            Bearer(award.number, award.council, domains, standing, award.commendation),
            today(work.clock),
            elsewhere=False,
        ).face
    )
    row = Credential(
        award_id=award.id,
        issue=facts.issue,
        list_number=number,
        list_index=index,
        document=json.dumps(document, indent=2, ensure_ascii=False).encode(),
        token=token(bare, signing_key(session, command.issuer, Purpose.TOKEN), facts.valid_from, facts.valid_until),
        svg=bake_svg(picture, compact),
        png=bake_png(svg_to_png(picture, PNG_ZOOM), compact),
        issued_at=now,
    )
    session.add(row)
    session.flush()
    begin(session, command.issuer, number, now)
    if earlier or standing not in HOLDING:
        state(work, command.issuer, award.id)
    return row


def _revoke(session: Session, what: Earlier, last: Credential) -> None:
    if what is Earlier.KEPT:
        return
    which = Credential.id == last.id if what is Earlier.CUT_SHORT else Credential.award_id == last.award_id
    session.execute(update(Credential).where(which).values(revoked=True))


def _origin(issuer: Issuer, award: AwardRecord, domains: tuple[str, ...]) -> str:
    """Whom the credential is about: the council's official website, or its page in the register where it has none."""
    if not domains:
        return f"{issuer.address}/register/{award.council_slug}"
    host = domains[0]
    return f"https://{host if host.isascii() else host.encode('idna').decode()}"


def _place(work: Work) -> tuple[int, int]:
    """A list and a place in it that no credential has, drawn at random."""
    used = work.session.scalars(select(func.count()).select_from(Credential)).one()
    number = used // MOST_IN_A_LIST + 1
    while True:
        index = int("".join(work.choose("01") for _ in range(INDEX_BITS)), 2)
        taken = select(Credential.id).where(Credential.list_number == number, Credential.list_index == index)
        if work.session.scalar(taken) is None:
            return number, index
