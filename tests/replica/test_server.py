import os
import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest

from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running, serve

APP = create_app(Archive({}, "2026-11-20T09:00:05"))


def servers():
    return {thread for thread in threading.enumerate() if thread.name == "replica"}


@pytest.fixture(autouse=True)
def no_server_left():
    before = servers()
    yield
    assert servers() <= before


SERVING = """
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import serve
app = create_app(Archive({}, "2026-11-20T09:00:05"))
serve(app, "127.0.0.1", 0, lambda url: print(url, flush=True))
print("stopped", flush=True)
"""


def test_an_empty_archive_is_served_and_the_port_is_free_again():
    with running(APP) as url:
        assert url.endswith("/api/v2")
        assert httpx.get(f"{url}/studies").json() == {"studies": []}
        port = int(url.split(":")[2].split("/")[0])
    with running(APP, port=port) as again:
        assert again == url
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/version")


def test_it_stops_while_a_client_still_holds_its_connection():
    before = servers()
    with httpx.Client() as client:
        with running(APP) as url:
            client.get(f"{url}/version")
        assert servers() <= before


def test_an_error_in_the_block_stops_it_too():
    with pytest.raises(KeyError), running(APP):
        raise KeyError


@pytest.mark.parametrize("start", [serve, lambda *a: running(*a).__enter__()])
def test_a_port_in_use_is_said_plainly(start, capfd):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match=f"Cannot listen on 127.0.0.1, port {port}: .*in use"):
            start(APP, "127.0.0.1", port)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 70_000), ("no-such-host.invalid", 0)])
def test_an_impossible_address_is_said_plainly(host, port):
    with pytest.raises(OSError, match="Cannot listen on"), running(APP, host, port):
        pass


@pytest.mark.skipif(os.name == "nt", reason="signals as on POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_serving_quietly(number):
    with subprocess.Popen(
        [sys.executable, "-c", SERVING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        url = process.stdout.readline().strip()
        assert httpx.get(f"{url}/version").status_code == 200
        process.send_signal(number)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (0, "stopped\n", "")
