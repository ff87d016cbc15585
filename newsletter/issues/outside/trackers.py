"""Addresses that tell a stranger who clicked, or that lead past somebody who counts."""

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

_PARAMETERS = frozenset([
    "fbclid", "fb_action_ids", "fb_action_types", "fb_source", "gclid", "gclsrc", "dclid", "gbraid", "wbraid",
    "msclkid", "yclid", "ysclid", "ymclid", "_openstat", "mc_eid", "mc_cid", "igsh", "igshid", "twclid", "ttclid",
    "li_fat_id", "epik", "mkt_tok", "vero_id", "vero_conv", "oly_enc_id", "oly_anon_id", "wickedid", "s_kwcid",
    "ck_subscriber_id", "rb_clickid", "s_cid", "_ga", "_gl", "_ke", "ml_subscriber", "ml_subscriber_hash", "ncid",
    "srsltid",
])  # fmt: skip
_FAMILIES = re.compile(r"(?:utm|pk|mtm|hsa|itm|matomo|piwik|stm)_\w+|_hs\w+|__hs\w+")

_HOSTS = frozenset([
    "l.facebook.com", "lm.facebook.com", "l.instagram.com", "l.messenger.com", "l.threads.net", "t.co", "lnkd.in",
    "away.vk.com", "vk.cc", "bit.ly", "bitly.com", "j.mp", "tinyurl.com", "goo.gl", "ow.ly", "buff.ly", "is.gd",
    "cutt.ly", "rebrand.ly", "rb.gy", "shorturl.at", "t.ly", "u.to", "clck.ru", "qps.ru", "goo.su",
    "out.reddit.com", "t.umblr.com", "slack-redir.net", "urldefense.com", "urldefense.proofpoint.com",
    "feedproxy.google.com", "feeds.feedburner.com", "r20.rs6.net", "mandrillapp.com", "app.getresponse.com",
])  # fmt: skip
_HOST_ENDINGS = (
    ".list-manage.com", ".ct.sendgrid.net", ".safelinks.protection.outlook.com", ".hubspotlinks.com", ".mailgun.org",
    ".sendibm1.com", ".r.mailjet.com", ".click.kit-mail3.com", ".rs6.net", ".awstrack.me",
)  # fmt: skip
_PATHS = {"www.google.com": "/url", "google.com": "/url", "vk.com": "/away.php", "www.youtube.com": "/redirect"}
"""Of hosts that have pages of their own too."""


def tracking_parameters(href: str) -> list[str]:
    """The names of its parameters that are there to follow people."""
    names = (name for name, _value in parse_qsl(urlsplit(href).query, keep_blank_values=True))
    return [name for name in dict.fromkeys(names) if _follows(name)]


def _follows(name: str) -> bool:
    return name.lower() in _PARAMETERS or bool(_FAMILIES.fullmatch(name.lower()))


def without_trackers(href: str) -> str:
    """The same page; what is left of the query stays as it was written."""
    parts = urlsplit(href)
    kept = [pair for pair in parts.query.split("&") if not _follows(_name(pair))]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _name(pair: str) -> str:
    return next((name for name, _value in parse_qsl(pair, keep_blank_values=True)), "")


def counts_clicks(href: str) -> bool:
    """Whether it only leads on to another page, past a server that notes who comes by."""
    parts = urlsplit(href)
    host = (parts.hostname or "").rstrip(".")
    if host in _HOSTS or host.endswith(_HOST_ENDINGS):
        return True
    return host in _PATHS and parts.path.rstrip("/") == _PATHS[host]
