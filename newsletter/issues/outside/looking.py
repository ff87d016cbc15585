"""Whether there is a page behind a link: asked politely, of a public server only, followed nowhere, read nothing of."""

import ssl
import time
from collections.abc import Iterator

import httpcore
import httpx

from newsletter.issues.outside.asking import ask
from newsletter.issues.outside.models import LinkState
from newsletter.issues.outside.network import CannotLookUp, Network, NoSuchName, PrivateAddress
from newsletter.issues.preflight.facts import OFFLINE, LinkFacts

ANSWERING = 10
"""Seconds for all that is asked about a link, the DNS included."""
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
    return ask(method, url, numbers, network, ends=ends, headers=HEADERS)
