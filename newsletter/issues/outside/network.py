"""The world outside, as far as a server may be led into it by what somebody wrote: public addresses only."""

import ipaddress
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import dns.exception
import dns.rdatatype
import dns.resolver
import httpx

LOOKING_UP = 5
"""Seconds for a question to the DNS."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""Under which a network without IPv4 shows the addresses of the other (RFC 6052)."""


class NoSuchName(Exception):
    """The DNS says that there is none."""


class CannotLookUp(Exception):
    """The DNS says nothing."""


class PrivateAddress(Exception):
    """A name leads, or may lead, to a machine that isn't on the public internet."""


def is_public(number: str) -> bool:
    """Neither private, loopback, link-local, shared (CGNAT), multicast nor reserved, nor one that holds another."""
    address = ipaddress.ip_address(number)
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)))
        if address.sixtofour or address.teredo or address.ipv4_mapped or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _system_resolver() -> dns.resolver.Resolver:
    try:
        return dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return dns.resolver.Resolver(configure=False)


@dataclass(frozen=True)
class Network:
    """As this machine sees it, unless told otherwise."""

    resolver: dns.resolver.Resolver = field(default_factory=_system_resolver)
    permitted: Callable[[str], bool] = is_public
    tls: ssl.SSLContext = field(default_factory=lambda: httpx.create_ssl_context(trust_env=False))

    def addresses(self, host: str, *, ends: float) -> list[str]:
        """Looked up once, so that nobody can exchange them in between. `ends`: of time.monotonic().

        Raises NoSuchName, CannotLookUp, PrivateAddress.
        """
        numbers = [host.strip("[]")] if _is_number(host) else self._looked_up(host, ends)
        if not all(self.permitted(number) for number in numbers):
            raise PrivateAddress(host)
        return numbers

    def _looked_up(self, host: str, ends: float) -> list[str]:
        numbers: list[str] = []
        for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
            numbers += [record.address for record in self._records(host, kind, ends) or ()]
        if not numbers:
            raise NoSuchName(host)
        return numbers

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name; none where there is no such name. Raises CannotLookUp."""
        try:
            records = self._records(name, dns.rdatatype.TXT, time.monotonic() + LOOKING_UP)
        except NoSuchName:
            return []
        return [b"".join(record.strings).decode("utf-8", "replace") for record in records or ()]

    def _records(self, name: str, kind: dns.rdatatype.RdataType, ends: float) -> dns.resolver.Answer | None:
        """None where the name has other records only."""
        seconds = min(LOOKING_UP, ends - time.monotonic())
        try:
            return self.resolver.resolve(f"{name.rstrip('.')}.", kind, lifetime=max(seconds, 0.01), search=False)
        except dns.resolver.NoAnswer:
            return None
        except dns.resolver.NXDOMAIN as error:
            is_known = name != "." and self._is_connected(ends)
            raise (NoSuchName if is_known else CannotLookUp)(name) from error
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            raise CannotLookUp(name) from error

    def _is_connected(self, ends: float) -> bool:
        """Whether the resolver knows the root: one without a way out may say of every name that there is none."""
        try:
            return bool(self._records(".", dns.rdatatype.NS, ends))
        except CannotLookUp:
            return False


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
