from __future__ import annotations

from pathlib import Path

import pytest

from harvest.errors import UsageError
from harvest.exports.source import source
from harvest.tables import TABLES


def test_all_tables_or_those_asked_for_come_in_order(data: Path) -> None:
    assert [table.name for table in source(data).tables] == list(TABLES)
    chosen = source(data, tables=("doses", "studies")).tables
    assert [table.name for table in chosen] == ["studies", "doses"]
    assert source(data).name == "two-2026.11.1"


def test_what_is_not_there_is_a_usage_error(data: Path) -> None:
    with pytest.raises(UsageError, match="no table 'nope'"):
        source(data, tables=("nope",))
    with pytest.raises(UsageError, match="no release"):
        source(data, "2026.11.9")
