"""Draws the tables and how they refer to one another as SVG; see `make.py`.

Every group is a panel. Within one, a table stands right of the tables that it refers to, with a
line to each; a reference to a table of another panel is written out. References to `studies` by
`nct_id` are left out: nearly every table has one.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html import escape
from math import ceil

from make_tables import groups

from harvest.tables.declare import ForeignKey, Table

WIDTH, LINE, PAD = 288, 15, 8
GAP_X, GAP_Y = 56, 14
MARGIN, HEAD = 16, 30
TITLE = "Tables and what they refer to"
LEGEND = (
    "Under a name: the key. An arrow names the table that a column refers to; lines show the "
    "nearest within a panel. Not shown: nct_id, which refers to studies in nearly all."
)
ACROSS = 5
"""Columns of a panel, where its lines need no more."""
HUB = 5
"""A table that more others refer to is written out, not drawn: the lines would hide the rest."""
COLOURS = ("#1f5a96", "#2e7d4f", "#8a5a00", "#7a3b8f", "#a33b3b", "#00707a", "#4a4a4a", "#555555")


@dataclass(frozen=True)
class Box:
    """A table on the picture: left, top and height."""

    table: type[Table]
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        """Where lines end."""
        return self.y + self.height // 2


def picture() -> str:
    """The whole picture."""
    parts: list[str] = []
    y, width = 76, 0
    for (name, tables), colour in zip(groups().items(), COLOURS, strict=False):
        drawn, right, bottom = _panel(name, tables, colour, y)
        parts += drawn
        width, y = max(width, right), bottom + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width + MARGIN}" height="{y}" '
        f'viewBox="0 0 {width + MARGIN} {y}" font-family="Helvetica, Arial, sans-serif">\n'
        f'<rect width="{width + MARGIN}" height="{y}" fill="#ffffff"/>\n'
        f'<text x="{MARGIN}" y="30" font-size="20" font-weight="bold">{TITLE}</text>\n'
        f'<text x="{MARGIN}" y="52" font-size="13" fill="#444">{LEGEND}</text>\n'
        + "".join(parts)
        + "</svg>\n"
    )


def _panel(
    name: str, tables: list[type[Table]], colour: str, top: int
) -> tuple[list[str], int, int]:
    """One group: what is drawn, and its right and lower edge."""
    lines = _lines_within(tables)
    boxes = _placed(tables, lines, top + HEAD)
    right = max(box.x for box in boxes.values()) + WIDTH + PAD
    bottom = max(box.y + box.height for box in boxes.values()) + PAD
    panel = (
        f'<rect x="{MARGIN - PAD}" y="{top}" width="{right - MARGIN + PAD}" '
        f'height="{bottom - top}" rx="8" fill="{colour}" fill-opacity="0.06" stroke="{colour}" '
        'stroke-opacity="0.35"/>\n'
    )
    drawn = [panel, _text(MARGIN, top + 20, name, 15, colour, "bold")]
    for child, parents in lines.items():
        drawn += [_line(boxes[child], boxes[parent], colour) for parent in parents]
    return [*drawn, *(_box(box, colour) for box in boxes.values())], right, bottom


def _lines_within(tables: list[type[Table]]) -> dict[str, list[str]]:
    """For each table, those of its panel that a line leads to: the nearest on each way."""
    names = {table.name for table in tables}
    found = {
        table.name: list(
            dict.fromkeys(foreign.table for foreign in _references(table) if foreign.table in names)
        )
        for table in tables
    }
    referred = Counter(parent for parents in found.values() for parent in parents)
    near = {
        name: [parent for parent in parents if referred[parent] <= HUB]
        for name, parents in found.items()
    }
    return {
        name: [each for each in parents if not any(each in near[other] for other in parents)]
        for name, parents in near.items()
    }


def _placed(tables: list[type[Table]], lines: dict[str, list[str]], top: int) -> dict[str, Box]:
    """Boxes in columns: those with lines by how many steps they lead, then the others."""
    ends = {name for child, parents in lines.items() if parents for name in (child, *parents)}
    ends.add("studies")
    steps: dict[int, list[type[Table]]] = {}
    for table in tables:
        if table.name in ends:
            steps.setdefault(_depth(table.name, lines), []).append(table)
    others = [table for table in tables if table.name not in ends]
    columns = [steps[depth] for depth in sorted(steps)]
    down = max(ceil(len(others) / max(ACROSS - len(columns), 1)), 1)
    columns += [others[start : start + down] for start in range(0, len(others), down)]
    boxes = {}
    for place, column in enumerate(columns):
        y = top
        for table in column:
            height = 2 * PAD + LINE * (2 + len(_written(table)))
            boxes[table.name] = Box(table, MARGIN + place * (WIDTH + GAP_X), y, height)
            y += height + GAP_Y
    return boxes


def _depth(name: str, lines: dict[str, list[str]]) -> int:
    return max((_depth(parent, lines) + 1 for parent in lines[name]), default=0)


def _references(table: type[Table]) -> list[ForeignKey]:
    return [foreign for foreign in table.references if foreign.table != "studies"]


def _written(table: type[Table]) -> list[str]:
    """The references of a table, in words."""
    return [f"{foreign.columns[-1]} → {foreign.table}" for foreign in _references(table)]


def _box(box: Box, colour: str) -> str:
    key = ", ".join(box.table.key)
    x, y = box.x + PAD, box.y + PAD + 11
    frame = (
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="4" '
        f'fill="#ffffff" stroke="{colour}"/>\n'
    )
    lines = [frame, _text(x, y, box.table.name, 13, "#000", "bold")]
    lines.append(_text(x, y + LINE, _short(key), 10.5, "#666"))
    for number, text in enumerate(_written(box.table), start=2):
        lines.append(_text(x, y + number * LINE, text, 11, colour))
    return "".join(lines)


def _text(x: int, y: int, text: str, size: float, colour: str, weight: str = "normal") -> str:
    style = f'font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="{x}" y="{y}" {style}>{escape(text)}</text>\n'


def _short(key: str, most: int = 46) -> str:
    return key if len(key) <= most else key[: most - 1] + "…"


def _line(child: Box, parent: Box, colour: str) -> str:
    """A curve from the left edge of a table to the right edge of what it refers to."""
    x1, y1 = child.x, child.middle
    x2, y2 = parent.x + WIDTH, parent.middle
    bend = GAP_X // 2 + 4
    return (
        f'<path d="M{x1} {y1} C{x1 - bend} {y1} {x2 + bend} {y2} {x2} {y2}" fill="none" '
        f'stroke="{colour}" stroke-opacity="0.7" stroke-width="1.3"/>\n'
        f'<circle cx="{x2}" cy="{y2}" r="3" fill="{colour}"/>\n'
    )
