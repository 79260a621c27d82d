"""How every picture looks: one sheet, its words, its colours.

A picture stands alone: title, what it counts, units, and a last line that names source and
release. Colours are Okabe and Ito's, which people with any kind of colour vision can tell apart;
shape, hatching or words say the same a second time, for print in grey.
"""

from __future__ import annotations

import io
import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.ticker import MaxNLocator
from PIL import Image

BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
YELLOW: Final = "#F0E442"
BLUE: Final = "#0072B2"
RED: Final = "#D55E00"
PINK: Final = "#CC79A7"
GREY: Final = "#8C8C8C"
PALE: Final = "#D9D9D9"

WIDTH: Final = 7.5
"""Inches: the text width of a page of A4 or letter, so that type prints at its own size."""
PRINT_DPI: Final = 300
SCREEN_DPI: Final = 100
_FONT: Final = "DejaVu Sans"  # comes with matplotlib: the same letters on every machine
_BODY, _SMALL, _TITLE = 8.5, 7.5, 11.0
_EM: Final = 0.5  # mean width of a letter, in units of its size; measured, rounded up
_LINE: Final = 1.3
_MARGIN: Final = 0.1
RULES: Final[dict[str, Any]] = {
    "font.family": _FONT,
    "font.size": _BODY,
    "axes.titlesize": 9,
    "axes.labelsize": _BODY,
    "xtick.labelsize": _SMALL,
    "ytick.labelsize": _SMALL,
    "legend.fontsize": _SMALL,
    "legend.title_fontsize": _SMALL,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "hatch.linewidth": 0.6,
    "lines.linewidth": 1.2,
    "text.parse_math": False,  # a dollar sign in a sponsor's text is a dollar sign
    "svg.hashsalt": "harvest",
}


class Picture(Figure):
    """A figure that knows its own description, and looks the same wherever it is drawn.

    It needs no window and no global state; a notebook shows it as the last value of a cell.

    Attributes:
        heading: Its title.
        about: What it counts, in which units.
        alt: All that it shows, in words, for those who cannot see it.
    """

    heading: str = ""
    about: str = ""
    alt: str = ""

    def draw(self, renderer: Any) -> None:
        """Draw with our own settings, whatever the notebook's are."""
        with mpl.rc_context(_rules()):
            super().draw(renderer)

    def png(self, dpi: int = PRINT_DPI) -> bytes:
        """The picture as a PNG file: the same bytes for the same rows and matplotlib.

        With 256 colours, which is a third of the bytes and looks the same: there are few colours,
        and the shades between them and white.
        """
        full, small = io.BytesIO(), io.BytesIO()
        with mpl.rc_context(_rules()):
            self.savefig(full, format="png", dpi=dpi, metadata={"Software": None})
        image = Image.open(full).convert("RGB").quantize(256, dither=Image.Dither.NONE)
        image.save(small, format="png", optimize=True, dpi=(dpi, dpi))
        return small.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a notebook shows, with the description beside it."""
        data = {"image/png": self.png(SCREEN_DPI), "text/plain": self.alt}
        return data, {"image/png": {"alt": self.alt}}


def alt_text(picture: Figure) -> str:
    """The picture in words, for those who cannot see it."""
    return str(getattr(picture, "alt", ""))


@cache
def _rules() -> dict[Any, Any]:
    """Everything that decides how a picture looks; a user's own settings decide nothing."""
    # Who draws is no matter of looks, and asking for it would choose a backend.
    apart = {"backend", "backend_fallback", "interactive", "toolbar", "timezone"}
    defaults = {key: mpl.rcParamsDefault[key] for key in mpl.rcParamsDefault if key not in apart}
    return {**defaults, **RULES}


def sheet(
    title: str,
    about: str,
    *frames: pd.DataFrame,
    height: float,
    notes: Sequence[str] = (),
    alt: str = "",
) -> Picture:
    """An empty picture with its words: title and what it counts above, notes and source below.

    Args:
        title: What it shows, in a line.
        about: What is counted, how many, in which units.
        frames: Tables of a release; the first that says where it comes from is cited.
        height: Of the drawing itself, in inches.
        notes: What a reader must know, each on its own line.
        alt: What it shows, in words; title and about are put before it.
    """
    heads = wrapped(title, _TITLE, weight=1.12)
    abouts = wrapped(about, _BODY)
    feet = [line for each in (*notes, credit(*frames)) for line in wrapped(each, _SMALL)]
    above = (_high(heads, _TITLE) + _high(abouts, _BODY) + 3 * _MARGIN) if heads else _MARGIN
    below = _high(feet, _SMALL) + 2 * _MARGIN
    total = above + height + below
    with mpl.rc_context(_rules()):
        picture = Picture(figsize=(WIDTH, total), facecolor="white")
        FigureCanvasAgg(picture)
        left = _MARGIN / WIDTH
        down = 1 - _MARGIN / total
        picture.text(left, down, "\n".join(heads), size=_TITLE, weight="bold", va="top")
        down -= (_high(heads, _TITLE) + 0.5 * _MARGIN) / total
        picture.text(left, down, "\n".join(abouts), size=_BODY, va="top", color="#333333")
        foot = (below - _MARGIN) / total
        picture.text(left, foot, "\n".join(feet), size=_SMALL, va="top", color="#333333")
        rect = (0.0, below / total, 1.0, height / total)
        picture.set_layout_engine("constrained", rect=rect, w_pad=_MARGIN, h_pad=0.04)
    picture.heading, picture.about = title, about
    picture.alt = " ".join(part for part in (f"{title}.", sentence(about), alt) if part)
    return picture


def drawing() -> Any:
    """The settings to add anything to a picture in."""
    return mpl.rc_context(_rules())


def wrapped(
    text: str, size: float, *, width: float = WIDTH - 0.2, weight: float = 1.0
) -> list[str]:
    """The text in lines that fit into `width` inches."""
    letters = max(8, int(width * 72 / (size * _EM * weight)))
    return textwrap.wrap(plain(text), letters)


def _high(lines: Sequence[str], size: float) -> float:
    return len(lines) * size * _LINE / 72


def sentence(text: str) -> str:
    """The text with a full stop."""
    return text if not text or text[-1] in ".!?" else f"{text}."


def credit(*frames: pd.DataFrame) -> str:
    """Where the rows come from, as their release says."""
    told = next((frame.attrs for frame in frames if frame.attrs.get("release")), None)
    if told is None:
        return "Source: not told by the rows."
    day = str(told.get("data_timestamp") or "")[:10]
    of_day = f", data of {day}" if day else ""
    return f"Source: {told.get('source')}{of_day}; release {told['release']}."


@cache
def _letters() -> frozenset[int]:
    return frozenset(FT2Font(font_manager.findfont(_FONT)).get_charmap())


def plain(text: object, most: int | None = None) -> str:
    """A text as it can be drawn: on one line, letters that the font has, cut to `most`."""
    joined = " ".join(str(text).split())
    known = "".join(
        each if ord(each) in _letters() else "\N{REPLACEMENT CHARACTER}" for each in joined
    )
    if most is not None and len(known) > most:
        return known[: most - 1].rstrip() + "…"
    return known


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 study, 2 studies."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def nothing(title: str, why: str, *frames: pd.DataFrame) -> Picture:
    """A picture that says that there is nothing to draw, and why."""
    picture = sheet(title, why, *frames, height=0.6)
    with drawing():
        axes = picture.add_subplot()
        axes.set_axis_off()
        axes.text(0.5, 0.5, "nothing to draw", ha="center", va="center", color=GREY)
    return picture


def whole_numbers(axes: Axes, which: str, look: str = "{x:,.0f}") -> None:
    """Ticks at whole numbers only, of counts or of years."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(MaxNLocator("auto", integer=True, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(look)


def tuples(frame: pd.DataFrame) -> list[Any]:
    """The rows, one tuple with names for each."""
    return list(frame.itertuples())


def grid(axes: Axes, which: str) -> None:
    """Thin lines to read values by."""
    axes.grid(axis=which, color=PALE, linewidth=0.5)  # type: ignore[arg-type]


def key(axes: Axes, columns: int, **options: Any) -> None:
    """The legend, above the drawing where it covers nothing."""
    place = {"loc": "lower left", "bbox_to_anchor": (0.0, 1.0), "borderaxespad": 0.3}
    axes.legend(ncols=columns, columnspacing=1.2, handletextpad=0.5, **{**place, **options})


def study_names(studies: pd.DataFrame) -> dict[str, str]:
    """A short name of each study: its number, with the acronym where it has one."""
    names = {}
    for number, acronym in zip(studies["nct_id"], studies["acronym"], strict=True):
        names[str(number)] = str(number) if pd.isna(acronym) else f"{number} {plain(acronym, 14)}"
    return names
