"""Draws static/img/icon-32.png and icon-180.png from the Mark: ``.venv/bin/python assets/icons.py`` after changing it.

Not part of the build, which is Node's: two small pictures for browsers that cannot show an SVG icon. The larger one
has a purple ground, because telephones cut the corners off.
"""

import io
from pathlib import Path

import pypdfium2
from PIL import Image
from weasyprint import HTML

IMAGES = Path(__file__).parents[1] / "static/img"
ICONS = (("icon-32.png", "favicon.svg", 32, 0, "none"), ("icon-180.png", "mark-white.svg", 180, 26, "#5b2d8e"))
SHARPER = 8

for name, source, size, edge, ground in ICONS:
    inner = size - 2 * edge
    page = (
        f"<style>@page {{ size: {size}px; margin: 0; background: {ground} }}</style>"
        f'<img src="{source}" style="position:absolute;left:{edge}px;top:{edge}px;width:{inner}px;height:{inner}px">'
    )
    document = pypdfium2.PdfDocument(io.BytesIO(HTML(string=page, base_url=f"{IMAGES}/").write_pdf()))
    drawn = document[0].render(scale=SHARPER * 96 / 72, fill_color=(0, 0, 0, 0)).to_pil().convert("RGBA")
    drawn.resize((size, size), Image.Resampling.LANCZOS).save(IMAGES / name, optimize=True)
