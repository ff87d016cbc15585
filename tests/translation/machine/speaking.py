"""The two interfaces, as they are asked here."""

from collections.abc import Callable

from newsletter.languages import Language
from newsletter.translation.machine.chat import Chat
from newsletter.translation.machine.deepl import DeepL
from newsletter.translation.machine.provider import Provider, TermPair
from tests.translation.machine.provider import KEY, ProviderServer

EN, BE = Language.EN, Language.BE


PASSAGES = ["The <b>border</b> opens.", 'See <a id="1">the decree</a>.']


TERMS = [TermPair("Lukashenka", "Лукашэнка")]


def deepl(server: ProviderServer) -> Provider:
    return DeepL(server.address, KEY)


def chat(server: ProviderServer) -> Provider:
    return Chat(server.address, "gemma3:27b", KEY)


BOTH: list[Callable[[ProviderServer], Provider]] = [deepl, chat]


def draft(asked: Provider, passages: list[str] = PASSAGES, terms: list[TermPair] | None = None) -> list[str]:
    return asked.draft(passages, EN, BE, terms or [], "Short sentences.")
