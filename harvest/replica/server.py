"""Running the replica: in the foreground for people, in a thread for tests and demonstrations."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from starlette.applications import Starlette

_STOP_SECONDS = 5


class _Server(uvicorn.Server):
    """Says when it listens, and stops on a signal without raising the signal again."""

    def __init__(self, app: Starlette, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="off",
                ws="none",
                http="h11",
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_graceful_shutdown=_STOP_SECONDS,
            )
        )
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(number: int, frame: FrameType | None) -> None:
            self.handle_exit(number, frame)

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def serve(
    app: Starlette, host: str, port: int, on_ready: Callable[[str], None] | None = None
) -> None:
    """Serve until Ctrl-C or SIGTERM, then return.

    Args:
        app: What `create_app` made.
        host: Name or address to listen on.
        port: Port; 0 takes a free one.
        on_ready: Called with the base address once requests are answered.

    Raises:
        OSError: The address cannot be listened on, the port being in use for example.
    """
    with _listening(host, port) as (listener, url):
        _Server(app, lambda: on_ready(url) if on_ready else None).run(sockets=[listener])


@contextlib.contextmanager
def running(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve from a thread while the block runs; gives the base address, ".../api/v2".

    Raises:
        OSError: As `serve`.
    """
    ready = threading.Event()
    with _listening(host, port) as (listener, url):
        server = _Server(app, ready.set)
        thread = threading.Thread(
            target=server.run, args=([listener],), name="replica", daemon=True
        )
        thread.start()
        try:
            while not ready.wait(0.1):
                if not thread.is_alive():
                    raise OSError(f"The replica did not start on {url}")
            yield url
        finally:
            server.should_exit = True
            thread.join(2 * _STOP_SECONDS)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[tuple[socket.socket, str]]:
    # Bound here rather than by uvicorn, which would log a port in use and leave the process. The
    # protocol is named because asyncio sends small answers at once only on sockets that say TCP.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        try:
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, port))
            listener.listen()
        except (OSError, OverflowError) as error:
            number = getattr(error, "errno", None)
            reason = getattr(error, "strerror", None) or str(error)
            raise OSError(number, f"Cannot listen on {host}, port {port}: {reason}") from error
        name = f"[{host}]" if family == socket.AF_INET6 else host
        yield listener, f"http://{name}:{listener.getsockname()[1]}/api/v2"
