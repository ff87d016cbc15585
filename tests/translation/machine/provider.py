"""A server on this machine that speaks DeepL's interface and OpenAI's, and fails as they do."""

import html
import json
import re
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from newsletter.languages import Language

KEY = "3f1c-secret-key:fx"

SAID = {
    Language.BE: "Гэта сказана па-беларуску, і нічога болей тут няма",
    Language.RU: "Это сказано по-русски, и больше здесь ничего нет",
    Language.EN: "This is said in English, and there is nothing else here",
}

_TAGS = re.compile(r"<a id=\"\d+\">|</?[abi]>|<br>")


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes | str | dict[str, Any] = b"{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Behaviour = Callable[[Asked], Reply]


def drafted(passage: str, language: Language) -> str:
    """Words of the language, with the tags of the passage around some of them."""
    tags = "".join(f"{tag}…" if tag.startswith("<a") else tag for tag in _TAGS.findall(passage))
    return f"{SAID[language]} {len(html.unescape(passage))}.{tags}"


def deepl(asked: Asked) -> Reply:
    if asked.headers.get("authorization") != f"DeepL-Auth-Key {KEY}":
        return Reply(403, {"message": f"{asked.headers.get('authorization')} is wrong"})
    if asked.path == "/v3/glossaries":
        return Reply(201, {"glossary_id": "g-1", "ready": True})
    if asked.path == "/v3/glossaries/g-1":
        return Reply(204, b"")
    language = Language(asked.body["target_lang"][:2].lower())
    texts = [{"detected_source_language": "EN", "text": drafted(text, language)} for text in asked.body["text"]]
    return Reply(200, {"translations": texts})


def chat(asked: Asked) -> Reply:
    said = [{"n": each["n"], "text": drafted(each["text"], language_of(asked))} for each in passages(asked)]
    return completed(json.dumps({"translations": said}, ensure_ascii=False))


def passages(asked: Asked) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(asked.body["messages"][1]["content"])["passages"]
    return found


def language_of(asked: Asked) -> Language:
    task = asked.body["messages"][0]["content"]
    names = {"into English": Language.EN, "into Belarusian": Language.BE, "into Russian": Language.RU}
    return next(language for name, language in names.items() if name in task)


def completed(content: str | None, finish_reason: str = "stop", **message: Any) -> Reply:
    said = {"role": "assistant", "content": content, **message}
    return Reply(200, {"choices": [{"index": 0, "message": said, "finish_reason": finish_reason}]})


class ProviderServer:
    """Answers by `behaves`, which a test may exchange at any time, and remembers what it was asked."""

    def __init__(self, behaves: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self.behaves = behaves
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}"

    @property
    def translations(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path in ("/v2/translate", "/chat/completions")]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was asked too much of has left: that is what such a test is about."""


def _handler(server: ProviderServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Asked(self.command, self.path, headers, body)
            server.asked.append(asked)
            self._say(server.behaves(asked))

        do_DELETE = do_POST  # noqa: N815 - as http.server names them

        def _say(self, reply: Reply) -> None:
            said = json.dumps(reply.body).encode() if isinstance(reply.body, dict) else reply.body
            data = said.encode() if isinstance(said, str) else said
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(data)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Tests look at what was asked, not at a log."""

    return Handler


def in_turn(*replies: Reply | Behaviour) -> Behaviour:
    """One after the other; the last stays."""
    left = list(replies)

    def behave(asked: Asked) -> Reply:
        reply = left.pop(0) if len(left) > 1 else left[0]
        return reply if isinstance(reply, Reply) else reply(asked)

    return behave
