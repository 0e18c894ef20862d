"""What follows from what: read it from top to bottom to learn the process (docs/process.md).

Each reaction runs in the transaction of the event, as the portal itself; any failure undoes the lot.
"""

from collections.abc import Mapping, Sequence

from portal.audit.work import Reaction

REACTIONS: Mapping[str, Sequence[Reaction]] = {}
