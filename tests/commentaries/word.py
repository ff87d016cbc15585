"""Word documents, written part by part."""

import io
import zipfile

from PIL import Image

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_TYPES = "".join(
    f'<Default Extension="{extension}" ContentType="{kind}"/>'
    for extension, kind in (
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("emf", "image/x-emf"),
    )
)
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/></w:lvl>'
    f'<w:lvl w:ilvl="1"><w:numFmt w:val="{form}"/></w:lvl></w:abstractNum>'
    for number, form in ((1, "bullet"), (2, "decimal"))
)
ALWAYS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{_TYPES}</Types>',
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/numbering.xml": (
        f"<w:numbering {_NAMESPACES}>{_NUMBERING}"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    ),
}


def docx(body: str, pictures: dict[str, bytes] | None = None, /, **parts: bytes) -> bytes:
    """`pictures` by file name: the first is drawn by `drawing(1)`. `parts` replace those of the same name."""
    media = {f"word/media/{name}": content for name, content in (pictures or {}).items()}
    related = {
        "l": 'hyperlink" TargetMode="External" Target="javascript:alert(1)',
        "far": 'image" TargetMode="External" Target="https://example.org/far.png',
        "numbers": 'numbering" Target="numbering.xml',
        "notes": 'footnotes" Target="footnotes.xml',
    } | {f"p{number}": f'image" Target="media/{name}' for number, name in enumerate(pictures or {}, 1)}
    relations = "".join(f'<Relationship Id="{own}" Type="{_OFFICE}/{target}"/>' for own, target in related.items())
    files: dict[str, str | bytes] = {
        **ALWAYS,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        "word/footnotes.xml": f'<w:footnotes {_NAMESPACES}><w:footnote w:id="2">{written("A note.")}</w:footnote>'
        "</w:footnotes>",
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        **media,
        **parts,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def written(text: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(text: str, level: int = 0, *, numbered: bool = False) -> str:
    return written(text, "", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{2 if numbered else 1}"/></w:numPr>')


def table(*rows: tuple[str, ...]) -> str:
    """The first row is its heading."""
    inner = ""
    for place, row in enumerate(rows):
        heads = "" if place else "<w:trPr><w:tblHeader/></w:trPr>"
        inner += f"<w:tr>{heads}{''.join(f'<w:tc>{written(cell)}</w:tc>' for cell in row)}</w:tr>"
    return f"<w:tbl>{inner}</w:tbl>"


def drawing(picture: int | str, alt: str = "", *, by: str = "embed") -> str:
    blip = picture if isinstance(picture, str) else f"p{picture}"
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData><pic:pic>'
        f'<pic:blipFill><a:blip r:{by}="{blip}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def png(colour: int, size: tuple[int, int] = (40, 30)) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, (colour, 90, 90)).save(drawn, "PNG")
    return drawn.getvalue()
