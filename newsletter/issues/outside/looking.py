"""Whether there is a page behind a link: asked politely, of a public server only, followed nowhere, read nothing of."""

import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from newsletter.issues.outside.models import LinkState
from newsletter.issues.outside.network import CannotLookUp, Network, NoSuchName, PrivateAddress
from newsletter.issues.preflight.facts import OFFLINE, LinkFacts

CONNECTING = 5
ANSWERING = 10
"""Seconds for all that is asked about a link, the DNS included."""
TRIED = 3
"""Addresses of a server that are tried."""
# Says neither who asks nor with what; without a name many servers answer nothing.
HEADERS = [("User-Agent", "Mozilla/5.0 (compatible)"), ("Accept", "*/*"), ("Connection", "close")]


def look(href: str, network: Network) -> LinkFacts:
    ends = time.monotonic() + ANSWERING
    try:
        url = httpx.URL(href)
        numbers = network.addresses(url.raw_host.decode("ascii"), ends=ends)
        return _outcome(_status(url, numbers, network, ends))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return LinkFacts(LinkState.UNSURE, "address")
    except NoSuchName:
        return LinkFacts(LinkState.DEAD, "name")
    except CannotLookUp:
        return LinkFacts(LinkState.UNSURE, OFFLINE)
    except PrivateAddress:
        return LinkFacts(LinkState.REFUSED, "private")
    except httpcore.TimeoutException:
        return LinkFacts(LinkState.UNSURE, "timeout")
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        return _failure(error)


def _outcome(status: int) -> LinkFacts:
    """A redirection leads somewhere; a server that keeps programs out may well let people in."""
    if 200 <= status < 400:
        return LinkFacts(LinkState.ALIVE, "")
    return LinkFacts(LinkState.DEAD if status in (404, 410) else LinkState.UNSURE, str(status))


def _failure(error: Exception) -> LinkFacts:
    causes = tuple(_causes(error))
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return LinkFacts(LinkState.DEAD, "refused")
    is_certificate = any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)
    return LinkFacts(LinkState.UNSURE, "certificate" if is_certificate else "broken")


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _status(url: httpx.URL, numbers: list[str], network: Network, ends: float) -> int:
    """By HEAD, and where that isn't answered with a page by GET, of which only the head is read."""
    try:
        # What is left is for the second question.
        status = _asked("HEAD", url, numbers, network, min(ends, time.monotonic() + ANSWERING / 2))
        if status < 400:
            return status
    except (httpcore.TimeoutException, httpcore.ReadError, httpcore.ProtocolError):
        pass
    return _asked("GET", url, numbers, network, ends)


def _asked(method: str, url: httpx.URL, numbers: list[str], network: Network, ends: float) -> int:
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    backend = _Pinned(numbers, ends)
    with (
        httpcore.ConnectionPool(ssl_context=network.tls, network_backend=backend) as pool,
        pool.stream(method, target, headers=HEADERS) as answer,
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
        seconds = min(CONNECTING, _left(self._ends))
        return _Hurried(self._stream.start_tls(ssl_context, server_hostname, seconds), self._ends)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(ends: float) -> float:
    """Seconds. Raises httpcore.ReadTimeout when there are none."""
    seconds = ends - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout
    return seconds
