"""What awards in force lack: a credential or certificate from before there were keys, or by a key that is trusted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from portal.audit.work import Work
from portal.awards.models import Award
from portal.awards.queries import awards
from portal.awards.rules import is_running
from portal.awards.states import RUNNING
from portal.certificates import actions as certificates
from portal.certificates.models import Certificate
from portal.certificates.seal import SealState, seal_in
from portal.credentials import actions as credentials
from portal.credentials.queries import distrusted_signers, signers_in_force
from portal.kernel.permissions import Permission
from portal.keys.issuer import Issuer
from portal.keys.queries import distrusted_keys
from portal.keys.states import Purpose

# Everybody can read these on the page of the issue that is superseded.
NOW_SIGNED = "It is now signed, and carries the credential that machines can check."
NEW_KEY = "The key that it was signed with is no longer trusted. Nothing else has changed."


@dataclass(frozen=True)
class Lack:
    """What one award lacks: its credential, its certificate. Each reason is empty where there was none before."""

    award_id: UUID
    credential: bool
    credential_because: str
    certificate_because: str


def lacking(session: Session, issuer: Issuer, day: date) -> tuple[tuple[Lack, ...], int]:
    """What each award in force lacks, and how many awards are in force."""
    running = [each.id for each in awards(session, Award.state.in_(RUNNING)) if is_running(each.facts, day)]
    return lacks_of(session, issuer, running), len(running)


def lacks_of(session: Session, issuer: Issuer, award_ids: Collection[UUID]) -> tuple[Lack, ...]:
    """What these awards lack; nothing of those that lack nothing. A certificate is always newer than its credential."""
    signers, distrusted = signers_in_force(session, award_ids), distrusted_signers(session, issuer)
    certified = set(session.scalars(select(Certificate.award_id).where(_in_force(award_ids)).distinct()))
    badly_sealed = _badly_sealed(session, award_ids)
    found = []
    for award_id in award_ids:
        by = signers.get(award_id, frozenset())
        credential = not by or bool(by & distrusted)
        if credential or award_id not in certified or award_id in badly_sealed:
            because = NEW_KEY if by else NOW_SIGNED
            found.append(Lack(award_id, credential, NEW_KEY if by else "", because if award_id in certified else ""))
    return tuple(found)


def issue_lacking(work: Work, issuer: Issuer, award_id: UUID) -> bool:
    """Issue what an award lacks, and say whether it lacked anything; announces ``award:reissued``.

    Raises NotPermitted, and what issuing raises.
    """
    row = work.session.scalars(select(Award).where(Award.id == award_id).with_for_update()).one()
    # Somebody may have been quicker, or the award may have ended since we looked.
    lack = next(iter(lacks_of(work.session, issuer, [award_id])), None) if row.state in RUNNING else None
    if lack is None:
        return False
    if lack.credential:
        credentials.issue(work, credentials.Issue(award_id, issuer, lack.credential_because))
    certificates.issue(work, certificates.Issue(award_id, issuer, lack.certificate_because))
    work.note(row, "reissue", "award:reissued", Permission.AWARD_GRANT, reason=lack.certificate_because)
    return True


def _in_force(award_ids: Collection[UUID]) -> ColumnElement[bool]:
    return and_(Certificate.award_id.in_(award_ids), Certificate.superseded_reason == "")


def _badly_sealed(session: Session, award_ids: Collection[UUID]) -> frozenset[UUID]:
    keys = [key.public for key in distrusted_keys(session, Purpose.SEAL)]
    if not keys:
        return frozenset()
    rows = session.execute(select(Certificate.award_id, Certificate.pdf).where(_in_force(award_ids)))
    return frozenset(row.award_id for row in rows.yield_per(20) if seal_in(row.pdf, keys) is SealState.INTACT)
