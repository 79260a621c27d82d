"""What a table is: a class with a docstring, a grain, a key, and columns declared once.

From one declaration come the Arrow schema with descriptions, the pandas types, the data
dictionary, the checks before publishing, the reading of records into rows and the account of
which JSON paths are read::

    class Keywords(Table):
        \"\"\"One row for each keyword that the sponsor gave.\"\"\"

        each = (Each("protocolSection.conditionsModule.keywords[]"),)
        key = ("nct_id", "position")
        nct_id = nct_id()
        position = position()
        keyword = text("", "Word or phrase, as registered.", required=True)

A column's source is a JSON path relative to the item of `each` ("" is the item itself), which is
the attribute path in the record model too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, get_args

import pyarrow as pa

from harvest.parse import dates
from harvest.record import codes

Origin = Literal["source", "study", "position", "index", "label", "derived"]
NCT_ID_PATH = "protocolSection.identificationModule.nctId"
NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        type: Arrow type.
        pandas: The dtype that a plain `pandas.read_parquet` gives.
        description: For people, in the data dictionary and in the file.
        sources: JSON paths, relative to the item of `each`.
        read: From the values at `sources` to the column's value; raises `parse.Unread`.
        origin: Where the value comes from: the record (`source`), the study's number (`study`),
            the running number in the study (`position`), a list index (`index`), a constant of
            the list (`label`), or an attribute of what was derived (`derived`).
        required: Never null.
        codes: The closed list of values.
        ordered: The list of codes runs from less to more.
        unit: Of a number.
        least, most: Bounds of a number, inclusive.
        level: Of an `index`: which list of a nested path it counts, 0 the outermost.
        attribute: Of a `derived` column: where it stands in the item; its own name if None.
    """

    type: pa.DataType
    pandas: str
    description: str
    sources: tuple[str, ...] = ()
    read: Callable[..., Any] | None = None
    origin: Origin = "source"
    required: bool = False
    codes: tuple[str, ...] = ()
    ordered: bool = False
    unit: str | None = None
    least: float | None = None
    most: float | None = None
    level: int = 0
    attribute: str | None = None


@dataclass(frozen=True)
class Each:
    """A list in the record whose items become rows.

    Attributes:
        path: From the study's root; `[]` marks every list on the way, such as
            `protocolSection.armsInterventionsModule.interventions[].otherNames[]`. Without `[]`
            it is one object; "" is the study itself.
        labels: Values of this list's `label` columns, in their order.
    """

    path: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForeignKey:
    """These columns, where none is null, stand as key columns in another table."""

    columns: tuple[str, ...]
    table: str
    target: tuple[str, ...]


Rows = Iterator[tuple[Any, ...]]
Report = Callable[[str, str, str, str], None]  # kind, path, value, message


class Table:
    """Base of all table classes; see the module docstring."""

    name: ClassVar[str]
    columns: ClassVar[dict[str, Column]]
    each: ClassVar[tuple[Each, ...]] = (Each(""),)
    key: ClassVar[tuple[str, ...]]
    references: ClassVar[tuple[ForeignKey, ...]] = ()
    also_reads: ClassVar[tuple[str, ...]] = ()
    """Paths from the root that a derived table's items are read from."""
    rows_per_group: ClassVar[int] = 50_000
    """Rows per Parquet row group; fewer for tables of long texts."""
    items: ClassVar[str | None] = None
    """Where a case holds the table's rows, for a table of derived things. Its columns are
    attributes of such an item, called like the column; `each` and sources, if it has any, only
    say which paths the items come from. A column with a `read` reads its attribute; such items
    have a `path`, which the source is relative to."""

    def __init_subclass__(cls, name: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.name = name
        # Own columns first, then those of groups in the order of the bases. A column called like
        # one of the attributes above is declared with a trailing underscore.
        cls.columns = {
            key.rstrip("_"): part
            for group in cls.__mro__
            for key, part in vars(group).items()
            if isinstance(part, Column)
        }
        if cls.items is not None:
            cls.columns = {
                key: part if part.origin in ("study", "position") else derived(part, part.attribute)
                for key, part in cls.columns.items()
            }
        missing = [key for key in cls.key if key not in cls.columns]
        assert not missing, f"{name}: key columns {missing} are not declared"

    @classmethod
    def title(cls) -> str:
        """The first sentence of the class docstring, on one line."""
        return " ".join((cls.__doc__ or "").split("\n\n")[0].split())

    @classmethod
    def notes(cls) -> str:
        """The whole class docstring: what a row is, and the known limits."""
        return "\n\n".join(
            " ".join(part.split()) for part in (cls.__doc__ or "").split("\n\n")
        ).strip()

    @classmethod
    def paths(cls) -> Iterator[tuple[str, str]]:
        """Every JSON path that is read, from the root, with the column it goes to."""
        for name, column in cls.columns.items():
            if column.origin == "study":
                yield NCT_ID_PATH, name
        for each in cls.each:
            for name, column in cls.columns.items():
                for source in column.sources:
                    yield (
                        (f"{each.path}.{source}" if each.path and source else each.path or source),
                        name,
                    )
        for path in cls.also_reads:
            yield path, "*"


def join(each: str, source: str) -> str:
    """The path from the root of a source relative to an item."""
    return f"{each}.{source}" if each and source else each or source


# --- kinds of columns ---------------------------------------------------------------------------


def nct_id() -> Column:
    """The study's registry number."""
    return Column(
        type=pa.string(),
        pandas="str",
        description="Registry number of the study, such as NCT01234567.",
        origin="study",
        required=True,
    )


def position(
    description: str = "Place in the registry's own list, from 0, as in the JSON path.",
) -> Column:
    """The running number of the row within its study, across all lists of the table."""
    return _whole(description, origin="position", required=True, least=0)


def index(description: str, level: int = 0) -> Column:
    """A list index, as in the JSON path, of the list at `level` of a nested `each`."""
    return _whole(description, origin="index", required=True, least=0, level=level)


def label(values: Any, description: str) -> Column:
    """Which of the table's lists the row comes from."""
    return _code(values, (), description, origin="label", required=True)


def text(
    source: str | tuple[str, ...],
    description: str,
    *,
    read: Callable[..., str | None] | None = None,
    required: bool = False,
) -> Column:
    """Text as served."""
    return Column(
        type=pa.string(),
        pandas="str",
        description=description,
        sources=_paths(source),
        read=read,
        required=required,
    )


def texts(source: str | tuple[str, ...], description: str) -> Column:
    """A short list of codes that stays a list; null where it is empty, NA spelled out."""
    return Column(
        type=pa.list_(pa.string()),
        pandas="object",
        description=description,
        sources=_paths(source),
        read=_spell_out_all,
    )


def code(
    values: Any,
    source: str | tuple[str, ...],
    description: str,
    *,
    read: Callable[..., str | None] | None = None,
    ordered: bool = False,
    required: bool = False,
) -> Column:
    """One of a closed list (a `Literal`). The registry's code NA becomes NOT_APPLICABLE."""
    if read is None and "NA" in get_args(values):
        read = _spell_out
    return _code(values, source, description, read=read, ordered=ordered, required=required)


def flag(
    source: str | tuple[str, ...],
    description: str,
    *,
    read: Callable[..., bool | None] | None = None,
) -> Column:
    """True, false, or null where the record does not say."""
    return Column(
        type=pa.bool_(),
        pandas="boolean",
        description=description,
        sources=_paths(source),
        read=read,
    )


def count(
    source: str | tuple[str, ...],
    description: str,
    *,
    read: Callable[..., int | None] | None = None,
    unit: str | None = None,
    most: float | None = None,
    size: bool = False,
) -> Column:
    """A whole number, not negative; 64 bits wide with `size`."""
    return _whole(description, source=source, read=read, unit=unit, least=0, most=most, size=size)


def number(
    source: str | tuple[str, ...],
    description: str,
    *,
    unit: str,
    read: Callable[..., float | None] | None = None,
    least: float | None = None,
    most: float | None = None,
) -> Column:
    """A number with a fraction."""
    return Column(
        type=pa.float64(),
        pandas="float64",
        description=description,
        sources=_paths(source),
        read=read,
        unit=unit,
        least=least,
        most=most,
    )


def derived(column: Column, attribute: str | None = None) -> Column:
    """A column that is read from what was derived: an attribute path of the item or the case."""
    return replace(column, origin="derived", attribute=attribute)


RUNNING = "Running number within the study over all lists, from 0."


def day(
    source: str | tuple[str, ...],
    description: str,
    *,
    read: Callable[..., Any] = dates.first_day,
) -> Column:
    """The first day of a partial date."""
    return moment(source, description, read=read)


def precision(source: str) -> Column:
    """How much of a partial date the registry gives."""
    return code(
        dates.Precision, source, "How much of that date the registry gives.", read=dates.precision
    )


def date_type(source: str, description: str) -> Column:
    """Whether a date is actual or estimated."""
    return code(codes.DateType, source, description)


def moment(source: str | tuple[str, ...], description: str, *, read: Callable[..., Any]) -> Column:
    """A day or a minute without a zone; a timestamp, since pandas reads dates as objects."""
    return Column(
        type=pa.timestamp("ms"),
        pandas="datetime64[ms]",
        description=description,
        sources=_paths(source),
        read=read,
    )


def _code(
    literal: Any,
    source: str | tuple[str, ...],
    description: str,
    **rest: Any,
) -> Column:
    values = tuple(NOT_APPLICABLE if value == "NA" else value for value in get_args(literal))
    width = pa.int8() if len(values) < 128 else pa.int16()
    return Column(
        type=pa.dictionary(width, pa.string(), ordered=bool(rest.get("ordered"))),
        pandas="category",
        description=description,
        sources=_paths(source),
        codes=values,
        **rest,
    )


def _whole(
    description: str, *, source: str | tuple[str, ...] = (), size: bool = False, **rest: Any
) -> Column:
    return Column(
        type=pa.int64() if size else pa.int32(),
        pandas="Int64" if size else "Int32",
        description=description,
        sources=_paths(source),
        **rest,
    )


def _paths(source: str | tuple[str, ...]) -> tuple[str, ...]:
    return (source,) if isinstance(source, str) else source


def _spell_out_all(values: tuple[str, ...]) -> list[str | None] | None:
    return [_spell_out(value) for value in values] or None


def _spell_out(value: str | None) -> str | None:
    return NOT_APPLICABLE if value == "NA" else value
