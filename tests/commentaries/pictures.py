"""Pictures as files, and in documents."""

import io
from typing import Any

from PIL import Image

from newsletter.commentaries.document import checked
from newsletter.commentaries.photo_models import Photo
from tests import factories


def figure(photo: Photo, **words: str) -> dict[str, Any]:
    return {
        "type": "figure",
        "attrs": {"photo": photo.digest, "width": photo.width, "height": photo.height, **words},
    }


def document(*figures: dict[str, Any]) -> dict[str, Any]:
    return checked({"type": "doc", "content": [*factories.document("Cows graze.")["content"], *figures]})


def picture(kind: str = "JPEG", size: tuple[int, int] = (1600, 900), mode: str = "RGB", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(file, kind, **options)
    return file.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
