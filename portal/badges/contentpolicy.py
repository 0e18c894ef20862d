"""Whether a page's content security policy lets a badge be shown: as browsers decide it, in plain Python."""

from collections.abc import Iterable, Iterator
from urllib.parse import SplitResult, urlsplit

# Where a policy says nothing about something, browsers look at the next.
_INSTEAD = {"img-src": ("img-src", "default-src"), "frame-src": ("frame-src", "child-src", "default-src")}
_PORTS = {"http": 80, "https": 443}


def refusing(policies: Iterable[str], kind: str, address: str, page: str) -> str | None:
    """The directive that keeps the page from showing what is at the address; None where nothing does.

    ``kind`` is img-src or frame-src. Every policy has to allow it; a header with several has them joined by commas.
    """
    for policy in (one for written in policies for one in written.split(",")):
        name, sources = _directive(policy, kind)
        if name and not any(_allows(source, address, page) for source in sources):
            return f"{name} {' '.join(sources)}".strip()
    return None


def _directive(policy: str, kind: str) -> tuple[str, tuple[str, ...]]:
    """The directive that counts for this kind, of which only the first of its name does; empty where there is none."""
    found: dict[str, tuple[str, ...]] = {}
    for written in policy.split(";"):
        name, *sources = written.split() or [""]
        found.setdefault(name.lower(), tuple(sources))
    name = next((each for each in _INSTEAD[kind] if each in found), "")
    return name, found.get(name, ())


def _allows(source: str, address: str, page: str) -> bool:
    try:
        wanted, own = urlsplit(address), urlsplit(page)
        plain = source.lower()
        if plain == "*":
            return wanted.scheme in _PORTS
        if plain == "'self'":
            return (wanted.hostname, _port(wanted)) == (own.hostname, _port(own))
        if plain.startswith("'"):
            return False
        if plain.endswith(":") and "/" not in plain:
            return _scheme_is(plain[:-1], wanted.scheme)
        return _host_allows(source, wanted, own.scheme)
    except ValueError:
        return False


def _host_allows(source: str, wanted: SplitResult, own_scheme: str) -> bool:
    given = urlsplit(source if "://" in source else f"//{source}")
    host, port = given.netloc.lower().rpartition(":")[::2] if ":" in given.netloc else (given.netloc.lower(), "")
    return (
        _scheme_is(given.scheme or own_scheme, wanted.scheme)
        and _is_host(host, wanted.hostname or "")
        and (port == "*" or (int(port) if port else _PORTS.get(wanted.scheme)) == _port(wanted))
        and _is_path(given.path, wanted.path)
    )


def _scheme_is(allowed: str, wanted: str) -> bool:
    return allowed == wanted or (allowed == "http" and wanted == "https")


def _is_host(allowed: str, wanted: str) -> bool:
    return wanted.endswith(allowed[1:]) if allowed.startswith("*.") else allowed == wanted


def _is_path(allowed: str, wanted: str) -> bool:
    return not allowed or (wanted.startswith(allowed) if allowed.endswith("/") else wanted == allowed)


def _port(parts: SplitResult) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)


def candidates(srcset: str) -> Iterator[str]:
    """The addresses in a srcset."""
    for part in srcset.split(","):
        if words := part.split():
            yield words[0]
