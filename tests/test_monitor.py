from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from harvest import monitor
from harvest.importing import import_files
from harvest.lastrun import Run
from harvest.settings import Settings
from tests.flow.commands import harvest
from tests.records import record

RUN = Run(
    command="refresh",
    finished_at="2026-11-16T06:00:00+00:00",
    seconds=1.5,
    exit_code=65,
    message="Too much differs.",
    succeeded_at="2026-11-15T06:00:00+00:00",
    steps={"fetch": 1.0},
    gates=({"gate": "rows_lost"}, {"gate": "rows_lost"}),
)


def samples(text: str) -> dict[tuple[str, str], float]:
    """By name and label values, but for the cohort."""
    return {
        (one.name, ",".join(v for k, v in sorted(one.labels.items()) if k != "cohort")): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def test_metrics_say_how_the_run_went_and_what_the_release_holds(tmp_path: Path) -> None:
    (tmp_path / "studies.ndjson").write_bytes(b"\n".join([record(n) for n in range(1, 22)]))
    import_files(tmp_path / "data", [tmp_path / "studies.ndjson"])
    text = monitor.metrics(tmp_path / "data", RUN)
    found = samples(text)
    assert found["harvest_last_run_exit_code", "refresh"] == 65
    assert found["harvest_last_run_duration_seconds", "refresh"] == 1.5
    assert found["harvest_last_success_timestamp_seconds", ""] == 1794722400
    assert found["harvest_last_run_step_seconds", "refresh,fetch"] == 1
    assert found["harvest_last_run_gates_closed", "rows_lost"] == 2
    assert found["harvest_studies", ""] == 21
    assert found["harvest_rows", "studies"] == 21
    assert 'cohort="imported"' in text
    assert text.endswith("\n")
    names = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    assert len(names) == len(set(names))


def test_metrics_of_a_folder_without_a_release_are_about_the_run(tmp_path: Path) -> None:
    assert not any(name == "harvest_rows" for name, _ in samples(monitor.metrics(tmp_path, RUN)))


def test_a_label_may_hold_anything(tmp_path: Path) -> None:
    marker = {"format": 1, "cohort": {"name": 'a"b\\c\nd'}}
    (tmp_path / "harvest.json").write_text(json.dumps(marker))
    text = monitor.metrics(tmp_path, RUN)
    (family, *_) = text_string_to_metric_families(text)
    assert family.samples[0].labels["cohort"] == 'a"b\\c\nd'


@contextmanager
def service(status: int = 200, *, answers: bool = True) -> Iterator[tuple[str, list[object]]]:
    """A health service, its address, and what it was told."""
    told: list[object] = []
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.append((self.path, body))
            if not answers:
                done.wait(20)
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/topsecret", told
    finally:
        done.set()
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_health_service_is_told_of_start_success_and_failure(tmp_path: Path) -> None:
    with service() as (url, told):
        settings = Settings(ping_url=f"{url}/?a=b")
        monitor.started(settings, "refresh")
        monitor.started(settings, "rebuild")
        monitor.ended(settings, tmp_path, msgspec.structs.replace(RUN, command="rebuild"))
        monitor.ended(settings, tmp_path, RUN)
        monitor.ended(settings, tmp_path, msgspec.structs.replace(RUN, exit_code=0))
    assert [path for path, _ in told] == [  # type: ignore[misc]
        "/topsecret/start?a=b",
        "/topsecret/fail?a=b",
        "/topsecret?a=b",
    ]
    assert json.loads(told[1][1])["message"] == "Too much differs."  # type: ignore[index]


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_service_that_fails_or_sends_us_away_is_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    with service(status) as (url, told):
        monitor.ended(Settings(ping_url=url), tmp_path, RUN)
    assert len(told) == 1
    assert caplog.messages == ["ping.failed"]
    assert "topsecret" not in str(caplog.records[0].__dict__)


def test_a_service_that_does_not_answer_does_not_hold_a_run_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(monitor, "PING_SECONDS", 0.1)
    with service(answers=False) as (url, _):
        monitor.ended(Settings(ping_url=url), tmp_path, RUN)
    assert caplog.messages == ["ping.failed"]


def test_metrics_that_cannot_be_written_are_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    monitor.ended(Settings(metrics_file=str(tmp_path / "file" / "x.prom")), tmp_path, RUN)
    assert caplog.messages == ["metrics.failed"]


def test_a_run_tells_its_monitors_and_keeps_the_address_to_itself(tmp_path: Path) -> None:
    with service() as (url, told):
        done = harvest(
            *("import", tmp_path / "nothing", "--data", tmp_path / "data"),
            HARVEST_PING_URL=url,
            HARVEST_METRICS_FILE=str(tmp_path / "harvest.prom"),
        )
    assert done.code == 2
    assert [path for path, _ in told] == ["/topsecret/start", "/topsecret/fail"]  # type: ignore[misc]
    assert (
        samples((tmp_path / "harvest.prom").read_text())["harvest_last_run_exit_code", "import"]
        == 2
    )
    assert "topsecret" not in done.err + done.out
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"topsecret" in each for each in written)
