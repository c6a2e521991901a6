"""`python -m core.painting`: a picture on standard input, the same picture painted anew as JSON, or why it was refused.

The rule: only what was decoded to pixels goes out, as JPEG in two sizes; words in the file (where a telephone took it,
what follows its last byte) stay behind. Boundary: it runs apart from the site, under the limits of `core.limited`.
"""

from __future__ import annotations

import base64
import io
from typing import Any

from core.limited import answer_parent

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "GIF")
# A sheet of A3 at 600 dpi has 70 million; as RGB and turned it takes half of what the child may have.
MOST_PIXELS = 80_000_000
# A page of A4 at 300 dpi is 3,508 high.
FULL, PREVIEW = 4000, 1000
QUALITY = 86


def paint(content: bytes) -> dict[str, Any]:
    """Both sizes in base64 with the size of the large one; or `refused`: kind, pixels or damaged."""
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is decoded
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                return {"refused": "pixels"}
            sent.draft("RGB", (FULL, FULL))
            full = _upright(sent)
            full.thumbnail((FULL, FULL), Image.Resampling.LANCZOS)
            answer = {"width": full.width, "height": full.height, "full": _jpeg(full)}
            full.thumbnail((PREVIEW, PREVIEW), Image.Resampling.LANCZOS)
            return {**answer, "preview": _jpeg(full)}
    except UnidentifiedImageError:
        return {"refused": "kind"}
    except (OSError, SyntaxError, ValueError):  # what Pillow says of broken files
        return {"refused": "damaged"}


def _upright(sent: Any) -> Any:
    """The picture as it is to be seen: turned, on white where transparent, in greys or the colours of a screen."""
    from PIL import Image, ImageOps

    profile = sent.info.get("icc_profile")
    turned = ImageOps.exif_transpose(sent)
    if turned.mode[:1] in "IF":  # sixteen bits and more of grey, as scanners make them
        return turned.convert("F").point(lambda grey: grey / 256 if turned.mode != "F" else grey).convert("L")
    if turned.mode in ("1", "L"):
        return turned.convert("L")
    if turned.has_transparency_data:
        ground = Image.new("RGBA", turned.size, "white")
        return Image.alpha_composite(ground, turned.convert("RGBA")).convert("RGB")
    return _screen_colours(turned, profile).convert("RGB")


def _screen_colours(picture: Any, profile: bytes | None) -> Any:
    from PIL import ImageCms

    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture  # a profile that nobody can read: the colours as they stand


def _jpeg(picture: Any) -> str:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return base64.b64encode(out.getvalue()).decode()


if __name__ == "__main__":
    answer_parent(paint)
