"""Asking a provider over HTTP: encrypted, pinned to one place, never redirected, with a limit to everything."""

import datetime as dt
import json
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from newsletter.translation.machine import failures
from newsletter.translation.machine.hosts import host_of, resolved

CONNECTING = 10
ANSWERING = 120
"""Seconds, all of the answer included: a model on one's own machine takes its time."""
MAX_ANSWER = 2_000_000
"""Bytes, unpacked."""
TRIES = 3
PATIENCE = 60
"""Seconds between two tries at the most; who asks for more is left alone."""

_AGAIN = {429, 500, 502, 503, 504, 529}
_NO_KEY = {401, 403}
_NO_QUOTA = {402, 456}
_QUOTA_CODES = {"insufficient_quota", "billing_hard_limit_reached"}


@dataclass(frozen=True)
class _Answer:
    status: int
    body: bytes
    retry_after: float | None

    @property
    def said(self) -> Any:
        """Its JSON, or None."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


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

    def _asked(self, method: str, path: str, body: object) -> _Answer:
        answer = self._once(method, path, body)
        for attempt in range(1, TRIES):
            wait = 2.0**attempt if answer.retry_after is None else answer.retry_after
            if answer.status not in _AGAIN or wait > PATIENCE or _has_no_quota(answer):
                break
            self._pause(wait)
            answer = self._once(method, path, body)
        self._require_success(answer)
        return answer

    def _once(self, method: str, path: str, body: object) -> _Answer:
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

    def _answer(self, method: str, path: str, body: object, number: str) -> _Answer:
        parts = urlsplit(self._address)
        url = httpx.URL(self._address + path).copy_with(host=number)
        ends = time.monotonic() + self._answering
        with (
            httpx.Client(timeout=httpx.Timeout(self._answering, connect=CONNECTING), trust_env=False) as client,
            client.stream(
                method,
                url,
                json=body,
                headers={**self._headers, "Host": parts.netloc},
                extensions={"sni_hostname": parts.hostname},
            ) as answer,
        ):
            read = bytearray()
            for piece in answer.iter_bytes():
                read += piece
                if len(read) > MAX_ANSWER:
                    raise failures.AnswerTooLarge(host=self.host, limit=MAX_ANSWER // 1000)
                if time.monotonic() > ends:
                    raise failures.TooSlow(host=self.host, seconds=int(self._answering))
            return _Answer(answer.status_code, bytes(read), _seconds(answer.headers.get("Retry-After")))

    def _failure(self, error: httpx.HTTPError) -> failures.Failure:
        if isinstance(error, httpx.TimeoutException):
            seconds = CONNECTING if isinstance(error, httpx.ConnectTimeout) else int(self._answering)
            return failures.TooSlow(host=self.host, seconds=seconds)
        if _is_certificate(error):
            return failures.BadCertificate(host=self.host)
        if any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error)):
            return failures.NotListening(host=self.host)
        return failures.Unreachable(host=self.host)

    def _require_success(self, answer: _Answer) -> None:
        if 200 <= answer.status < 300:
            return
        if answer.status in _NO_KEY:
            raise failures.WrongKey(host=self.host)
        if answer.status in _NO_QUOTA or _has_no_quota(answer):
            raise failures.QuotaUsedUp(host=self.host)
        if answer.status in (429, 529):
            raise failures.TooBusy(host=self.host)
        if 300 <= answer.status < 400:
            raise failures.Redirected(host=self.host)
        kind = failures.OutOfOrder if answer.status >= 500 else failures.NotTaken
        raise kind(host=self.host, status=answer.status)


def _has_no_quota(answer: _Answer) -> bool:
    """Some say it with 429, as if waiting would help."""
    said = answer.said if answer.status == 429 else None
    error = said.get("error") if isinstance(said, dict) else None
    return isinstance(error, dict) and error.get("code") in _QUOTA_CODES


def _is_certificate(error: BaseException) -> bool:
    return any(isinstance(cause, ssl.SSLError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _seconds(said: str | None) -> float | None:
    """RFC 9110, 10.2.3: a number of seconds, or a date."""
    if said is None:
        return None
    if said.isdecimal():
        return float(said[:9])
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())
