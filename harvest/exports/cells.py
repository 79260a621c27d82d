"""Cells that no spreadsheet takes for a formula, and values as plain text.

A spreadsheet runs a text that begins with `=`, `+`, `-`, `@`, a tab or a line break as a formula,
and a registry's texts are written by strangers. Such a text gets one apostrophe in front. So does
a text that begins with an apostrophe itself, so that the way back is one rule: take one leading
apostrophe off every text that has one. Numbers, dates and flags are never touched.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

# The full-width forms are folded to the others by some spreadsheets.
_RISKY = "[=+\\-@\\t\\r\\n'\uff1d\uff0b\uff0d\uff20]"
_RISKY_START = re.compile(_RISKY)
SEPARATOR = "; "
NOTE = (
    "Texts that begin with = + - @, a tab, a line break or an apostrophe have one apostrophe in "
    "front, so that no spreadsheet takes them for a formula; take it off to have the text as it "
    "was. Lists are joined by semicolons. An empty cell is a missing value."
)


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _RISKY_START.match(text) else text


def unsafe(text: str) -> str:
    """The text as it was before `safe`."""
    return text.removeprefix("'")


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The rows as CSV has them: numbers and flags as they are, the rest as safe texts."""
    arrays = [_plain(column) for column in batch.columns]
    return pa.record_batch(arrays, names=batch.schema.names)


def _plain(array: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        array = array.cast(pa.string())
    if pa.types.is_list(array.type):
        array = pc.binary_join(array, SEPARATOR)
    if pa.types.is_timestamp(array.type):
        return _day_or_moment(array)
    if pa.types.is_string(array.type):
        return pc.replace_substring_regex(array, f"\\A({_RISKY})", "'\\1")
    return array


def _day_or_moment(array: pa.Array) -> pa.Array:
    """ISO 8601, the time only where there is one."""
    whole = pc.strftime(array, "%Y-%m-%dT%H:%M:%S")
    return pc.replace_substring_regex(whole, "(T00:00:00)?(\\.0+)?$", "")
