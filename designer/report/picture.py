"""A scene as the bytes of a picture file: SVG, PDF or PNG, without a display and without Qt."""

import io
from typing import Literal, get_args

from designer.drawing.geometry import Rect
from designer.drawing.ink import Face, Palette, Role
from designer.drawing.scene import Scene
from designer.drawing.svg import svg

PictureKind = Literal["svg", "png", "pdf"]
KINDS: tuple[PictureKind, ...] = get_args(PictureKind)
MARGIN = 24.0


def picture(  # noqa: PLR0913 - every one of them is a choice of the person who asks for the picture
    scene: Scene,
    palette: Palette,
    kind: PictureKind,
    *,
    scale: float = 2.0,
    margin: float = MARGIN,
    view: Rect | None = None,
    title: str = "",
    reproducible: bool = True,
) -> bytes:
    """The picture with ``margin`` points of canvas colour around it, or only what of it lies in ``view``.

    ``scale`` is pixels to the point and counts for PNG alone. ``reproducible`` keeps the date and the random id out
    of a PDF, so that the same scene gives the same bytes; SVG and PNG always do.
    """
    view = (scene.bounds.grown(margin) if view is None else view).whole()
    if kind == "svg":
        return svg(scene.marks, palette, view, title=title).encode("utf-8")
    page = _pdf(scene, palette, view, title=title, reproducible=reproducible or kind == "png")
    return page if kind == "pdf" else _png(page, scale)


def _pdf(scene: Scene, palette: Palette, view: Rect, *, title: str, reproducible: bool) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - the window starts without it

    from designer.report.pdf_marks import draw_marks, register_fonts  # noqa: PLC0415 - as above

    register_fonts()
    target = io.BytesIO()
    canvas = Canvas(
        target, pagesize=(view.width, view.height), invariant=int(reproducible), initialFontName=Face.REGULAR.value
    )
    canvas.setTitle(title)
    canvas.setFillColorRGB(*palette.rgb(Role.CANVAS))
    canvas.rect(0, 0, view.width, view.height, stroke=0, fill=1)
    draw_marks(canvas, scene.marks, palette, left=-view.x, top=view.height + view.y)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _png(page: bytes, scale: float) -> bytes:
    import pypdfium2  # noqa: PLC0415 - the window starts without it

    target = io.BytesIO()
    with pypdfium2.PdfDocument(page) as document:
        image = document[0].render(scale=scale).to_pil()
        image.convert("RGB").save(target, format="PNG", optimize=False)
    return target.getvalue()
