"""Typst templates → PDF. Data goes in as JSON, so no text of a user is ever read as markup."""

import io
from pathlib import Path

import pylopdf_fonts_zh_cn
import segno
import typst

TEMPLATES = Path(__file__).parent / "templates"
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


def qr_svg(text: str) -> str:
    """The QR label that leads from the paper back to its record."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", scale=3, border=1)
    return drawn.getvalue().decode()


def typeset(template: str, data_json: str) -> bytes:
    """One PDF from ``templates/<template>.typ``."""
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": data_json},
        format="pdf",
    )
