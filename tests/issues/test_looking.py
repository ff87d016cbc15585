"""What becomes of a link that is looked at, and what nobody can lead the server into by a link."""

import itertools
import socket
import ssl
from collections.abc import Iterator
from types import SimpleNamespace

import httpcore
import httpx
import pytest

from newsletter.issues.outside import asking
from newsletter.issues.outside.looking import look
from newsletter.issues.outside.models import LinkState
from newsletter.issues.outside.network import Network, is_public
from newsletter.issues.preflight.facts import LinkFacts
from tests.issues import outside
from tests.issues.outside import HOST, Clock, NameServer, Request, WebServer, name_server, status, trusting, web_server

LOCAL = "127.0.0.1"
ALIVE = LinkFacts(LinkState.ALIVE, "")


@pytest.fixture
def names() -> Iterator[NameServer]:
    with name_server() as server:
        server.holds(HOST, "A", LOCAL)
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def test_a_page_that_is_there_is_asked_once_by_its_name_and_told_nothing_of_us(
    names: NameServer, web: WebServer
) -> None:
    assert look(web.address("/шлях?q=1"), trusting(names, LOCAL)) == ALIVE
    (asked,) = web.asked
    assert (asked.method, asked.path) == ("HEAD", "/%D1%88%D0%BB%D1%8F%D1%85?q=1")
    assert asked.headers == {
        "host": f"{HOST}:{web.port}",
        "user-agent": "Mozilla/5.0 (compatible)",
        "accept": "*/*",
        "connection": "close",
    }


@pytest.mark.parametrize(
    ("code", "state", "says"),
    [
        (301, LinkState.ALIVE, ""),
        (404, LinkState.DEAD, "404"),
        (410, LinkState.DEAD, "410"),
        (401, LinkState.UNSURE, "401"),
        (403, LinkState.UNSURE, "403"),
        (429, LinkState.UNSURE, "429"),
        (503, LinkState.UNSURE, "503"),
    ],
)
def test_what_a_status_says_of_a_page(
    names: NameServer, web: WebServer, code: int, state: LinkState, says: str
) -> None:
    web.behaves = lambda _request: status(code)
    assert look(web.address(), trusting(names, LOCAL)) == LinkFacts(state, says)


def test_a_server_that_knows_no_head_is_asked_for_the_page(names: NameServer, web: WebServer) -> None:
    web.behaves = lambda request: status(405 if request.method == "HEAD" else 200)
    assert look(web.address(), trusting(names, LOCAL)) == ALIVE
    assert [asked.method for asked in web.asked] == ["HEAD", "GET"]


def test_nobody_is_followed_into_the_own_network(names: NameServer, web: WebServer) -> None:
    with web_server() as inside:
        web.behaves = lambda _request: status(302, f"Location: https://127.0.0.1:{inside.port}/secrets")
        assert look(web.address(), trusting(names, LOCAL)) == ALIVE
        assert not inside.asked


def test_a_name_that_changes_its_mind_leads_where_it_led_first(names: NameServer, web: WebServer) -> None:
    names.after = lambda: names.holds(HOST, "A", "127.0.0.2")
    web.behaves = lambda request: status(405 if request.method == "HEAD" else 200)
    assert look(web.address(), trusting(names, LOCAL)) == ALIVE
    assert names.asked == {(HOST, "A"): 1, (HOST, "AAAA"): 1}
    assert len(web.asked) == 2


@pytest.mark.parametrize("address", ["10.0.0.8", "127.0.0.1", "169.254.169.254", "100.64.0.1", "192.168.1.1"])
def test_a_name_that_leads_home_is_refused_even_if_it_leads_elsewhere_too(names: NameServer, address: str) -> None:
    names.holds(HOST, "A", "93.184.215.14", address)
    assert look(f"https://{HOST}/", Network(names.resolver)) == LinkFacts(LinkState.REFUSED, "private")


@pytest.mark.parametrize(
    "href",
    ["https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://0.0.0.0/", "https://224.0.0.1/"],
)
def test_a_number_of_the_own_network_is_refused(names: NameServer, href: str) -> None:
    assert look(href, Network(names.resolver)).state is LinkState.REFUSED


@pytest.mark.parametrize("href", ["https://2130706433/", "https://0x7f.1/", "https://localhost/"])
def test_a_number_written_otherwise_is_a_name_that_nobody_has(names: NameServer, href: str) -> None:
    assert look(href, Network(names.resolver)) == LinkFacts(LinkState.DEAD, "name")


@pytest.mark.parametrize(
    "number",
    [
        "10.1.2.3", "172.16.0.1", "192.168.0.1", "127.8.8.8", "0.0.0.0", "169.254.1.1", "100.64.1.1", "198.18.0.1",
        "192.0.2.1", "224.0.0.251", "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "fec0::1",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_no_number_of_a_private_network_passes_for_a_public_one(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::8.8.8.8"])
def test_public_numbers_are_asked(number: str) -> None:
    assert is_public(number)


def test_of_a_page_without_end_nothing_is_read(names: NameServer, web: WebServer) -> None:
    web.behaves = lambda request: status(405) if request.method == "HEAD" else outside.endless(request)
    assert look(web.address(), trusting(names, LOCAL)) == ALIVE
    # What the two ends of a connection hold back for each other.
    assert web.sent < 8_000_000


def test_a_server_that_drips_is_given_up(names: NameServer, web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    web.behaves = outside.dripping(Clock(monkeypatch))
    assert look(web.address(), trusting(names, LOCAL)) == LinkFacts(LinkState.UNSURE, "timeout")


def test_a_connection_whose_time_is_over_before_it_is_encrypted_is_closed(
    names: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    minutes = itertools.count(60, 60)
    monkeypatch.setattr(asking, "time", SimpleNamespace(monotonic=lambda: next(minutes)))
    with socket.create_server((LOCAL, 0)) as server:
        url = httpx.URL(f"https://{HOST}:{server.getsockname()[1]}/")
        with pytest.raises(httpcore.ReadTimeout):
            asking.ask("GET", url, [LOCAL], trusting(names), ends=100, headers=[])
        connection, _who = server.accept()
        with connection:
            connection.settimeout(outside.PATIENCE)
            assert connection.recv(1) == b""


def test_where_nothing_listens_the_link_is_dead(names: NameServer) -> None:
    with socket.create_server((LOCAL, 0)) as taken:
        port = taken.getsockname()[1]
    assert look(f"https://{HOST}:{port}/", trusting(names, LOCAL)) == LinkFacts(LinkState.DEAD, "refused")


def test_a_server_is_dead_only_if_the_dns_says_so(names: NameServer) -> None:
    assert look("https://gone.example.test/", trusting(names)) == LinkFacts(LinkState.DEAD, "name")
    names.records.clear()
    assert look("https://gone.example.test/", trusting(names)) == LinkFacts(LinkState.UNSURE, "offline")
    names.fails = True
    assert look("https://gone.example.test/", trusting(names)) == LinkFacts(LinkState.UNSURE, "offline")


def test_a_certificate_that_nobody_vouches_for_is_doubted(names: NameServer, web: WebServer) -> None:
    network = Network(names.resolver, lambda _number: True, ssl.create_default_context())
    assert look(web.address(), network) == LinkFacts(LinkState.UNSURE, "certificate")
    assert not web.asked


def test_a_server_that_hangs_up_is_doubted(names: NameServer, web: WebServer) -> None:
    def hang_up(_request: Request) -> Iterator[bytes]:
        yield b""

    web.behaves = hang_up
    assert look(web.address(), trusting(names, LOCAL)) == LinkFacts(LinkState.UNSURE, "broken")
