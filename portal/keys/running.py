"""Who issues in the running portal, for views and commands."""

from portal.keys.issuer import Issuer
from portal.web.services import services


def own_issuer() -> Issuer:
    """The scheme at this installation's address, with its secret."""
    config = services().config
    return Issuer(config.public_address, config.key_secret)
