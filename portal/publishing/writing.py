"""Writing the public face into a folder: asked of the portal itself, page by page."""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from flask import Flask
from werkzeug.test import Client, TestResponse

from portal.kernel.clock import today
from portal.publishing.addresses import paths
from portal.web.copies import COPIED_ON

# By this file we know a folder that we have written, and may write anew.
LIST = "published.json"
HEADERS = "_headers"
NOT_FOUND = "/no-such-page"
# What a host must say of a file for it to mean the same there as here.
TOLD = (
    "Content-Type",
    "Content-Disposition",
    "Content-Security-Policy",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin",
)


class PublishingFailed(Exception):
    """Nothing was published, and why; what was published before is as it was."""


@dataclass(frozen=True)
class Published:
    """What was written: how many pages and files, and how many bytes."""

    files: int
    size: int


def publish(app: Flask, folder: Path) -> Published:
    """Write every public page, picture, document and list into the folder, in the place of what was published before.

    The new files are written beside it first: whoever reads sees the old ones or the new. Raises PublishingFailed where
    the folder holds something else, or where the portal cannot answer.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / LIST).is_file():
        raise PublishingFailed(f"{folder} holds files that were not published by this command: choose an empty folder.")
    fresh = folder.with_name(f".{folder.name}-{uuid4().hex}")
    try:
        published = _write(app, fresh)
        _exchange(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return published


def _exchange(fresh: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}-{uuid4().hex}")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write(app: Flask, folder: Path) -> Published:
    services = app.extensions["portal"]
    day = today(services.clock)
    client = Client(app, TestResponse)
    with services.database.reading() as session:
        asked = tuple(paths(app, session))
    shutil.copytree(Path(app.static_folder or ""), folder / "static")
    headers = list(_pages(client, services.config.public_address, asked, folder, day.isoformat()))
    (folder / HEADERS).write_text("".join(headers), encoding="utf-8")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    listed = {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
    (folder / LIST).write_text(json.dumps({"as_of": day.isoformat(), "sha256": listed}, indent=1), encoding="utf-8")
    return Published(len(files), sum(path.stat().st_size for path in files))


def _pages(client: Client, site: str, asked: Iterable[str], folder: Path, day: str) -> Iterator[str]:
    """Write the page behind each path, and yield what a host is to say of it."""
    for path in (*asked, NOT_FOUND):
        answer = client.get(path, base_url=site, environ_overrides={COPIED_ON: day})
        if answer.status_code >= 500:
            raise PublishingFailed(f"{path} answers with {answer.status}: mend that first.")
        # No page behind the address: a council without a certificate in Welsh, a first edition without changes.
        if answer.status_code != 200 and path != NOT_FOUND:
            continue
        place = folder / ("404.html" if path == NOT_FOUND else file_for(path, answer.mimetype or ""))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(answer.get_data())
        yield f"{path}\n" + "".join(f"  {name}: {answer.headers[name]}\n" for name in TOLD if name in answer.headers)


def file_for(path: str, mimetype: str) -> str:
    """The file that a host serves for a path: a page is the index of its own folder."""
    inside = path.strip("/")
    if mimetype == "text/html" and not inside.endswith(".html"):
        return f"{inside}/index.html".lstrip("/")
    return inside
