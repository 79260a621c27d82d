"""The transport over urllib3, over real sockets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from harvest.errors import WrongAnswer
from harvest.registry.plain import Urllib3Transport
from harvest.registry.transport import NetworkFault
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running
from harvest.settings import Settings
from tests.faults import Fault, Faults
from tests.records import records

SETTINGS = Settings(read_seconds=0.3, connect_seconds=1.0, answer_seconds=0.5)


@contextmanager
def asked(*faults: Fault) -> Iterator[tuple[Urllib3Transport, str]]:
    layer = Faults(create_app(Archive(records(1, 2), "2026-11-16T09:00:05")))
    layer.order(*faults)
    with running(layer) as address:
        transport = Urllib3Transport(replace(SETTINGS, registry=address), time.monotonic)
        try:
            yield transport, f"{address}/version"
        finally:
            transport.close()


@pytest.mark.parametrize(
    "fault",
    [
        Fault.reset(),
        Fault.stall(),
        Fault.truncate(),
        Fault.drip(0.05, count=100),
    ],
)
def test_what_does_not_come_whole_is_a_fault_of_the_network(fault: Fault) -> None:
    with asked(fault) as (transport, url), pytest.raises(NetworkFault):
        transport.get(url, ())


def test_statuses_are_answers_and_redirects_stay_on_the_host() -> None:
    with asked(Fault.status(503), Fault.redirect("/api/v2/version")) as (transport, url):
        assert transport.get(url, ()).status == 503
        assert transport.get(url, ()).status == 200
    elsewhere = Fault.redirect("http://elsewhere.example/")
    with asked(elsewhere) as (transport, url), pytest.raises(WrongAnswer, match="another host"):
        transport.get(url, ())


def test_a_closed_port() -> None:
    transport = Urllib3Transport(SETTINGS)
    with pytest.raises(NetworkFault):
        transport.get("http://127.0.0.1:1/version", ())
