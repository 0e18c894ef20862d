"""``make welsh``: what is new in the template is added without Welsh, what is gone is left out, the rest stays."""

import sys
from pathlib import Path

from portal.translations.catalogue import CATALOGUE, compiled, read, untranslated, written

if __name__ == "__main__":
    template, catalogue = read(Path(sys.argv[1])), read(CATALOGUE)
    for message in template:
        known = catalogue.get(message.id)
        if message.id and known is not None:
            message.string = known.string
    CATALOGUE.write_bytes(written(template))
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(template))
    missing = untranslated(template)
    print(f"{len(template)} messages, {len(missing)} of them without Welsh")  # noqa: T201 - what the command is for
