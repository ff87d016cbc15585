"""The newsroom's relays: which takes a mail, what becomes of one that doesn't, and the pages that set them."""

from newsletter.mailer.relays.choosing import NoneSet, NoRelay, Route, by_turns
from newsletter.mailer.relays.turns import Turns, turns

__all__ = ["NoRelay", "NoneSet", "Route", "Turns", "by_turns", "turns"]
