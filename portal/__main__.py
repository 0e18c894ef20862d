"""``python3 -m portal``: from a fresh machine to the portal being served."""

import sys

from portal.bootstrap import RUN, enter


def main() -> None:
    """Prepare the machine, then serve. Everything beyond the standard library is imported after that."""
    enter(RUN, sys.argv[1:])

    from portal.serving import serve

    serve()


if __name__ == "__main__":
    main()
