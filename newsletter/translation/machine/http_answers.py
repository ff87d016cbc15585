"""What a provider's answer means, by its status."""

import datetime as dt
import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from newsletter.translation.machine import failures

_LATER = {429, 500, 502, 503, 504, 529}
_NO_KEY = {401, 403}
_NO_QUOTA = {402, 456}
_QUOTA_CODES = {"insufficient_quota", "billing_hard_limit_reached"}


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    wants_rest: str = ""
    """Its Retry-After."""

    @property
    def said(self) -> Any:
        """Its JSON, or None."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def retry_after(self) -> float | None:
        """Seconds. RFC 9110, 10.2.3: a number of them, or a date."""
        if self.wants_rest.isdecimal():
            return float(self.wants_rest[:9])
        try:
            at = parsedate_to_datetime(self.wants_rest)
        except (ValueError, OverflowError):
            return None
        return max(0.0, (at.replace(tzinfo=at.tzinfo or dt.UTC) - dt.datetime.now(dt.UTC)).total_seconds())

    @property
    def may_change(self) -> bool:
        """Whether there is sense in asking once more."""
        return self.status in _LATER and not self._has_no_quota

    @property
    def _has_no_quota(self) -> bool:
        """Some say it with 429, as if waiting would help."""
        said = self.said if self.status == 429 else None
        error = said.get("error") if isinstance(said, dict) else None
        return self.status in _NO_QUOTA or (isinstance(error, dict) and error.get("code") in _QUOTA_CODES)

    def require_success(self, host: str) -> None:
        """Raises Failure."""
        if 200 <= self.status < 300:
            return
        if self.status in _NO_KEY:
            raise failures.WrongKey(host=host)
        if self._has_no_quota:
            raise failures.QuotaUsedUp(host=host)
        if self.status in (429, 529):
            raise failures.TooBusy(host=host)
        if 300 <= self.status < 400:
            raise failures.Redirected(host=host)
        kind = failures.OutOfOrder if self.status >= 500 else failures.NotTaken
        raise kind(host=host, status=self.status)
