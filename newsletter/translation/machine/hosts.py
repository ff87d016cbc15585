"""Where words may be sent. An administrator names the place; this sees that it is the place that was named."""

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import urlsplit

from newsletter.commentaries.refusals import N_, Refusal
from newsletter.translation.machine.failures import NoSuchHost, PrivateHost

LONGEST = 300
"""Characters of an address."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadAddress(Refusal):
    message = N_("Write the whole address, such as https://api.example.org/v1, without a name, a password or a query.")


class NotEncrypted(Refusal):
    message = N_(
        "Without encryption everybody on the way can read the words and the key. Write https://; http:// is taken only "
        "for localhost and for an IP address of your own network, where a model of your own may run."
    )


def checked(written: str) -> str:
    """An address that may be kept, without a slash at the end. Raises BadAddress, NotEncrypted."""
    address = written.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress from error
    plain = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not host or not plain or len(address) > LONGEST:
        raise BadAddress
    if not address.isascii() or not address.isprintable() or " " in address:
        raise BadAddress
    number = _number(host)
    if number and not (_is_public(number) or _is_ours(number)):
        raise BadAddress
    if parts.scheme == "http" and host != "localhost" and not (number and _is_ours(number)):
        raise NotEncrypted
    return address


def host_of(address: str) -> str:
    """As a person knows it: with the port, where one is named."""
    return urlsplit(address).netloc


def resolved(address: str) -> list[str]:
    """The numbers to connect to, looked up once so that nobody can exchange them in between.

    A name may not lead into a private network, where it could be anybody's: what is there is named by its number.
    Raises NoSuchHost, PrivateHost.
    """
    host = urlsplit(address).hostname or ""
    if _number(host):
        return [host]
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoSuchHost(host=host_of(address)) from error
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host == "localhost":
        return [number for number in numbers if ipaddress.ip_address(number).is_loopback]
    require_public(numbers, host_of(address))
    return numbers


def require_public(numbers: Sequence[str], host: str) -> None:
    """Raises PrivateHost."""
    if not all((found := _number(number)) and _is_public(found) for number in numbers):
        raise PrivateHost(host=host)


def _number(host: str) -> Address | None:
    """What IPv6 says for an IPv4 address is that address."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return None
    return getattr(number, "ipv4_mapped", None) or number


def _is_public(number: Address) -> bool:
    return number.is_global and not number.is_multicast


def _is_ours(number: Address) -> bool:
    """Not link-local: there a cloud tells its machines their secrets."""
    odd = number.is_link_local or number.is_unspecified or number.is_multicast or number.is_reserved
    return number.is_loopback or (number.is_private and not odd)
