"""A data folder with a release of the bundled sample, and a page with one picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harvest import pictures
from harvest.report.figures import Shown
from harvest.report.page import render
from harvest.report.shelf import Shelf
from tests.pictures.conftest import data

__all__ = ["data"]


def _one(shelf: Shelf) -> Iterator[Shown]:
    yield Shown("studies", pictures.phases(shelf["studies"]))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One picture instead of all, which take seconds."""
    monkeypatch.setattr("harvest.report.page.figures", _one)


@pytest.fixture(scope="session")
def page(data: Path) -> bytes:
    """The page of the sample with one picture."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("harvest.report.page.figures", _one)
        return render(Shelf(data))
