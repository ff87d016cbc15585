"""Asking a server over HTTP that was looked up once: pinned to its addresses, within a time, followed nowhere."""

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore
import httpx

from newsletter.issues.outside.network import Network

CONNECTING = 5
"""Seconds for each of its addresses."""
TRIED = 3
"""Addresses of a server that are tried."""


def ask(
    method: str,
    url: httpx.URL,
    numbers: list[str],
    network: Network,
    *,
    ends: float,
    headers: Sequence[tuple[str, str]],
    content: bytes | None = None,
) -> int:
    """The status; nothing else of the answer is read. `ends`: of time.monotonic(). Raises what httpcore raises."""
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    backend = _Pinned(numbers, ends)
    with (
        httpcore.ConnectionPool(ssl_context=network.tls, network_backend=backend) as pool,
        pool.stream(method, target, headers=list(headers), content=content) as answer,
    ):
        return answer.status


class _Pinned(httpcore.NetworkBackend):
    """Connects to addresses that were looked up before, whatever the name would lead to by now.

    Certificate and Host are still those of the name, since httpcore knows no other.
    """

    def __init__(self, numbers: list[str], ends: float) -> None:
        self._numbers, self._ends, self._plain = numbers, ends, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        problem: Exception = httpcore.ConnectError("no address")
        for number in self._numbers[:TRIED]:
            try:
                seconds = min(CONNECTING, _left(self._ends))
                return _Hurried(self._plain.connect_tcp(number, port, seconds), self._ends)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem


class _Hurried(httpcore.NetworkStream):
    """A stream that ends when its time is up, however slowly its bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream, self._ends = stream, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._ends))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            seconds = min(CONNECTING, _left(self._ends))
        except httpcore.ReadTimeout:
            self.close()  # Nobody else does yet: the pool learns of a stream once it is encrypted.
            raise
        return _Hurried(self._stream.start_tls(ssl_context, server_hostname, seconds), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends: float) -> float:
    """Seconds. Raises httpcore.ReadTimeout when there are none."""
    seconds = ends - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout
    return seconds
