"""Asking a provider over HTTP: encrypted, pinned to one place, never redirected, with a limit to everything."""

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from newsletter.translation.machine import failures
from newsletter.translation.machine.hosts import host_of, resolved
from newsletter.translation.machine.http_answers import Answer

CONNECTING = 10
ANSWERING = 120
"""Seconds, all of the answer included: a model on one's own machine takes its time."""
MAX_ANSWER = 2_000_000
"""Bytes. Nothing packed is asked for, or unpacked."""
TRIES = 3
PATIENCE = 60
"""Seconds between two tries at the most; who asks for more is left alone."""


class Wire:
    def __init__(
        self,
        address: str,
        headers: Mapping[str, str],
        *,
        pause: Callable[[float], None] = time.sleep,
        answering: float = ANSWERING,
    ) -> None:
        """`address` is checked (hosts.py)."""
        self._address, self._headers = address, dict(headers)
        self._pause, self._answering = pause, answering
        self.host = host_of(address)

    def post(self, path: str, body: object) -> Any:
        """What it answers, as JSON. Raises Failure, or Malformed where it is none."""
        said = self._asked("POST", path, body).said
        if said is None:
            raise failures.Malformed
        return said

    def delete(self, path: str) -> None:
        """Raises Failure."""
        self._asked("DELETE", path, None)

    def _asked(self, method: str, path: str, body: object) -> Answer:
        answer = self._once(method, path, body)
        for attempt in range(1, TRIES):
            wait = 2.0**attempt if answer.retry_after is None else answer.retry_after
            if not answer.may_change or wait > PATIENCE:
                break
            self._pause(wait)
            answer = self._once(method, path, body)
        answer.require_success(self.host)
        return answer

    def _once(self, method: str, path: str, body: object) -> Answer:
        """Raises Failure where there is no answer at all."""
        problem: httpx.HTTPError | None = None
        for number in resolved(self._address):
            try:
                return self._answer(method, path, body, number)
            except httpx.HTTPError as error:
                problem = error
                if not isinstance(error, httpx.ConnectError) or _is_certificate(error):
                    break
        raise self._failure(problem) if problem else failures.NoSuchHost(host=self.host)

    def _answer(self, method: str, path: str, body: object, number: str) -> Answer:
        parts = urlsplit(self._address)
        url = httpx.URL(self._address + path).copy_with(host=number)
        ends = time.monotonic() + self._answering
        with (
            httpx.Client(timeout=httpx.Timeout(self._answering, connect=CONNECTING), trust_env=False) as client,
            client.stream(
                method,
                url,
                json=body,
                headers={**self._headers, "Host": parts.netloc, "Accept-Encoding": "identity"},
                extensions={"sni_hostname": parts.hostname},
            ) as answer,
        ):
            read = bytearray()
            for piece in answer.iter_raw():
                read += piece
                if len(read) > MAX_ANSWER:
                    raise failures.AnswerTooLarge(host=self.host, limit=MAX_ANSWER // 1000)
                if time.monotonic() > ends:
                    raise failures.TooSlow(host=self.host, seconds=int(self._answering))
            return Answer(answer.status_code, bytes(read), answer.headers.get("Retry-After", ""))

    def _failure(self, error: httpx.HTTPError) -> failures.Failure:
        if isinstance(error, httpx.TimeoutException):
            seconds = CONNECTING if isinstance(error, httpx.ConnectTimeout) else int(self._answering)
            return failures.TooSlow(host=self.host, seconds=seconds)
        if _is_certificate(error):
            return failures.BadCertificate(host=self.host)
        if any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error)):
            return failures.NotListening(host=self.host)
        return failures.Unreachable(host=self.host)


def _is_certificate(error: BaseException) -> bool:
    return any(isinstance(cause, ssl.SSLError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause:
        yield cause
        cause = cause.__cause__ or cause.__context__
