"""What is told, as a letter to one editor: from the audit log, so that it says the same however often it is tried."""

from typing import Any

from newsletter.db import db
from newsletter.languages import EditionKey
from newsletter.mailer.telling import Event, issue_of, link_of
from newsletter.mailer.telling.letter import Line, News, news_letter
from newsletter.staff import settings
from newsletter.staff.accounts import Parcel
from newsletter.staff.models import AuditEntry, Staff


def parcel(entry_id: int, staff_id: int) -> Parcel | None:
    """For the mailer. None for an account that is closed or gone."""
    entry, staff = db.session.get(AuditEntry, entry_id), db.session.get(Staff, staff_id)
    if entry is None or entry.action not in list(Event) or staff is None or not staff.active:
        return None
    address = staff.opened_address()
    if address is None:
        return None
    chosen, news = settings.current(), _news(entry)
    masthead = chosen.masthead(staff.language)
    return address, news_letter(news, staff.language, masthead=masthead, zone=chosen.zone, link=link_of(entry))


def _news(entry: AuditEntry) -> News:
    facts = entry.details
    return News(
        event=entry.action,
        issue=issue_of(entry),
        at=entry.at,
        lines=[_line(mailing) for mailing in facts.get("mailings", [])],
        is_stop_press=facts.get("stop_press") is not None,
        edition=EditionKey.of(facts["edition"]) if "edition" in facts else None,
        first=facts.get("first", False),
        refused=facts.get("refused", 0),
        answered=facts.get("answered", 0),
        limit=facts.get("limit", 0.0),
        blocked=facts.get("blocked", ()),
        stopped=facts.get("stopped", False),
        relay="" if issue_of(entry) else entry.subject,
        host=facts.get("host", ""),
        by=facts.get("by", ""),
        why=facts.get("why", ""),
        hold=facts.get("hold") or "",
        says=facts.get("says") or "",
        number=facts.get("number", 0),
    )


def _line(mailing: dict[str, Any]) -> Line:
    known = {"edition", "state", "prepared"}
    states = {name: number for name, number in mailing.items() if name not in known}
    return Line(EditionKey.of(mailing["edition"]), mailing["state"], mailing["prepared"], states)
