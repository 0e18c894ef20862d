"""Making the scheme's keys and replacing them: decision 0027."""

from collections.abc import Collection
from uuid import uuid4

from sqlalchemy import select

from portal.audit.work import Work
from portal.kernel.errors import Problem, RuleBroken
from portal.kernel.permissions import Permission
from portal.kernel.words import words
from portal.keys.issuer import Issuer
from portal.keys.material import lock, name_of, new_private_key, public_part, seal_certificate
from portal.keys.models import IssuerKey
from portal.keys.queries import purposes_in_use
from portal.keys.states import KeyState, Purpose

NONE_MISSING = Problem(
    "",
    words("There is a key for each purpose already. To put new ones in their place: flask --app wsgi keys rotate"),
)
NONE_TO_REPLACE = Problem("", words("There is no key to replace. Make the first ones: flask --app wsgi keys create"))


NO_SUCH_KEY = Problem(
    "",
    words("No key that is trusted has this name. Copy the name whole as it stands in: flask --app wsgi keys list"),
)


def create(work: Work, issuer: Issuer) -> tuple[IssuerKey, ...]:
    """Make a key for each purpose that has none; announces ``key:created`` for each.

    Raises RuleBroken where none is missing, and NotPermitted.
    """
    missing = [purpose for purpose in Purpose if purpose not in purposes_in_use(work.session)]
    if not missing:
        raise RuleBroken([NONE_MISSING])
    return tuple(_make(work, issuer, purpose) for purpose in missing)


def rotate(work: Work, issuer: Issuer, purposes: Collection[Purpose] = tuple(Purpose)) -> tuple[IssuerKey, ...]:
    """Retire the keys in use for these purposes and make new ones. What the old ones have signed stays good.

    It does not need to open the old ones: it is what helps where KEY_SECRET is lost. Announces ``key:retired`` and
    ``key:created`` for each. Raises RuleBroken where a purpose has no key, and NotPermitted.
    """
    in_use = select(IssuerKey).where(IssuerKey.state == KeyState.IN_USE, IssuerKey.purpose.in_(purposes))
    old = work.session.scalars(in_use.with_for_update()).all()
    if {key.purpose for key in old} != set(purposes):
        raise RuleBroken([NONE_TO_REPLACE])
    for key in old:
        key.retired_at = work.clock.now()
        work.perform(key, "retire", purpose=key.purpose, name=key.name)
    return tuple(_make(work, issuer, purpose) for purpose in Purpose if purpose in purposes)


def distrust(work: Work, issuer: Issuer, name: str) -> str:
    """Trust a key no longer: somebody else may have it. Nothing that it has signed counts from now on.

    A key in use is replaced first; the name of the new one is returned, empty where none was needed. Announces
    ``key:distrusted``. Raises RuleBroken where no key that is trusted has this name, and NotPermitted.
    """
    key = work.session.scalar(select(IssuerKey).where(IssuerKey.name == name).with_for_update())
    if key is None or key.state is KeyState.DISTRUSTED:
        raise RuleBroken([NO_SUCH_KEY])
    new = rotate(work, issuer, (key.purpose,))[0].name if key.state is KeyState.IN_USE else ""
    work.perform(key, "distrust", purpose=key.purpose, name=key.name)
    return new


def _make(work: Work, issuer: Issuer, purpose: Purpose) -> IssuerKey:
    private, now = new_private_key(purpose), work.clock.now()
    public = public_part(private)
    name = name_of(public)
    sealed = lock(issuer, purpose, name, private)
    key = IssuerKey(
        id=uuid4(),
        purpose=purpose,
        name=name,
        public=public,
        salt=sealed.salt,
        nonce=sealed.nonce,
        sealed_private=sealed.content,
        certificate=seal_certificate(issuer, private, now) if purpose is Purpose.SEAL else None,
        made_at=now,
    )
    work.begin(key, Permission.KEYS_MANAGE, "key:created", purpose=purpose, name=name)
    return key
