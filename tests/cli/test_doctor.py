"""`harvest doctor`, as a user runs it."""

from __future__ import annotations

from pathlib import Path

from harvest.replica.server import running
from tests.faults import Fault, Faults
from tests.flow.commands import harvest


def test_it_says_what_works(registry: str, tmp_path: Path) -> None:
    done = harvest("doctor", "--registry", registry, "--data", tmp_path, "--json")
    assert done.code == 0, done.err
    assert (done.result["is_reachable"], done.result["use"]) == (True, "httpx")
    assert not list(tmp_path.iterdir()), "nothing is written"


def test_it_says_what_does_not_and_ends_as_a_refresh_would(tmp_path: Path) -> None:
    layer = Faults(lambda *_: None)  # type: ignore[arg-type,return-value]
    layer.always(Fault.status(403))
    with running(layer) as address:
        done = harvest("doctor", "--registry", address, "--data", tmp_path)
    assert done.code == 77
    assert done.out.count("refused (403)") == 5
    assert "harvest import" in done.err
    done = harvest("doctor", "--registry", "http://127.0.0.1:1/api/v2", "--data", tmp_path)
    assert done.code == 69
