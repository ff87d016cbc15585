"""A newsroom whose provider of drafts runs on this machine."""

from collections.abc import Iterator

import pytest

from newsletter.staff.models import Role, Staff
from tests.conftest import SignIn
from tests.translation.machine import provider
from tests.translation.machine.machinery import use
from tests.translation.machine.provider import ProviderServer


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer(provider.chat) as running:
        yield running


@pytest.fixture
def nina(sign_in: SignIn, server: ProviderServer) -> Staff:
    nina = sign_in(Role.TRANSLATOR, handle="nina")
    use(server)
    return nina


@pytest.fixture
def deepl_server() -> Iterator[ProviderServer]:
    with ProviderServer(provider.deepl) as server:
        yield server


@pytest.fixture
def chat_server() -> Iterator[ProviderServer]:
    with ProviderServer(provider.chat) as server:
        yield server
