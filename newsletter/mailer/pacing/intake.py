"""What one batch takes in hand: a range of a mailing, or what was set aside of it for the pace of its groups."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from newsletter.db import db
from newsletter.languages import Language
from newsletter.mailer import claiming, relays
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.hand import Hand
from newsletter.mailer.models import Mailing
from newsletter.mailer.pacing.claims import Claims
from newsletter.mailer.pacing.supply import Supply, Turn
from newsletter.mailer.spans import Span
from newsletter.staff import settings


class Intake:
    """Its `supply` gives what it claims, at most so much at once. Without a span: what was set aside.

    `with_results` is entered around each claim, so that what came of the one before is committed with it.
    """

    def __init__(
        self,
        mailing: Mailing,
        route: relays.Route,
        span: Span | None,
        hand: Hand,
        *,
        worker: str,
        most: int,
        with_results: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.has_set_aside = False
        self.claims = Claims(route, _domain(mailing), most=most, urgent=mailing.stop_press_id is not None)
        self.claims.read_limits()
        self._mailing_id, self._span, self._worker, self._hand = mailing.id, span, worker, hand
        self._with_results = with_results
        self._without: set[str] = set()
        by_group = [partial(self._claim_group, group) for group in self.claims.groups]
        self.supply = Supply([self._claim_range] if span else [*by_group])

    def _claim_range(self) -> Turn | None:
        assert self._span
        self.claims.read_limits()
        if new := self.claims.groups.keys() - self._without:
            self.has_set_aside |= bool(claiming.set_aside(self._mailing_id, *self._span, new))
            db.session.commit()
        self._without = set(self.claims.groups)
        low, high = self._span
        take = partial(claiming.claim, mailing_id=self._mailing_id, low=low, high=high, worker=self._worker)
        return self._noted(partial(take, without=self._without))

    def _claim_group(self, group: str) -> Turn | None:
        self.claims.read_limits()
        if group not in self.claims.groups:
            return None
        take = partial(claiming.claim_group, mailing_id=self._mailing_id, group=group, worker=self._worker)
        return self._noted(take, group)

    def _noted(self, take: Callable[..., list[Claimed] | None], group: str = "") -> Turn | None:
        with self._with_results():
            turn = self.claims.take(self._hand.noting(take), group)
            self._hand.claim_holds()
        return turn


def _domain(mailing: Mailing) -> str:
    return settings.current().sender(mailing.edition.variant, Language.EN).domain
