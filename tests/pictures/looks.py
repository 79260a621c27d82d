"""What every picture must hold to."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Annotation, Text

from harvest.pictures import Picture, alt_text


def check(picture: Picture) -> None:
    """It stands alone, says what it is in words, and can be read."""
    assert picture.heading
    assert picture.about
    assert alt_text(picture).startswith(picture.heading)
    words = [text.get_text() for text in picture.texts]
    assert any("Source:" in each for each in words)
    found = boxes(picture)
    assert found
    assert not overlaps(found)
    assert not outside(picture, found)


def boxes(picture: Picture) -> list[tuple[str, Any]]:
    """Every word that is drawn, with the pixels that it takes."""
    canvas = picture.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()
    renderer = canvas.get_renderer()
    found = []
    for text in picture.findobj(Text):
        if not text.get_visible() or not text.get_text().strip() or isinstance(text, Annotation):
            continue
        axes = text.axes
        if axes is not None and not axes.axison and text in [axes.title, axes.xaxis.label]:
            continue
        box = text.get_window_extent(renderer)
        if box.width and box.height:
            found.append((text.get_text(), box))
    return [each for each in found if not _is_hidden_tick(each, picture)]


def _is_hidden_tick(each: tuple[str, Any], picture: Picture) -> bool:
    """Ticks beyond an axis are made and not drawn."""
    text, box = each
    for axes in picture.axes:
        frame = axes.get_window_extent()
        for axis, low, high, one, two in (
            (axes.xaxis, frame.x0, frame.x1, box.x0, box.x1),
            (axes.yaxis, frame.y0, frame.y1, box.y0, box.y1),
        ):
            labels = [
                label for label in axis.get_ticklabels(which="both") if label.get_text() == text
            ]
            middle = (one + two) / 2
            if labels and not low - 2 <= middle <= high + 2:
                return True
    return False


def overlaps(boxes: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of words that stand in each other's way by more than a hair."""
    found = []
    for (one, a), (two, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        if wide > 1.5 and high > 2.5:
            found.append((one, two))
    return found


def outside(picture: Picture, boxes: list[tuple[str, Any]]) -> list[str]:
    """Words that the edge cuts."""
    width, height = picture.get_size_inches() * picture.dpi
    return [
        text
        for text, box in boxes
        if box.x0 < -1 or box.y0 < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ]
