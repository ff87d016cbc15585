"""What runs in the background and when: the whole timetable on one page.

A job is one call on a noun. It is named here and enqueued by that name (background.enqueue) from where it is caused.
"""

import datetime as dt
from typing import Any

from flask import current_app

from newsletter import background, mailbox
from newsletter.background import job
from newsletter.commentaries import history, photo_library, presence
from newsletter.db import db, now
from newsletter.issues.examining import examination
from newsletter.issues.outside import domain_checks, link_checks
from newsletter.mailer import folding, mailings, post, recovery, releasing, sending, testing
from newsletter.mailer.dkim import publishing
from newsletter.mailer.relays import trial
from newsletter.mailer.reports import taking
from newsletter.mailer.telling import parcels, relay_still_away, webhook
from newsletter.planning import digests, telling
from newsletter.staff import accounts
from newsletter.subscribers import purge, reception
from newsletter.translation.machine import asking, drafting


@job("send_invitation")
def send_invitation(staff_id: int) -> None:
    """A link for a colleague to choose a password."""
    if parcel := accounts.invitation(staff_id):
        post.post(*parcel)
    db.session.commit()


@job("send_recovery")
def send_recovery(staff_id: int) -> None:
    """A link for a colleague who lost the password."""
    if parcel := accounts.recovery(staff_id):
        post.post(*parcel)
    db.session.commit()


@job("send_plan")
def send_plan(entry_id: int) -> None:
    """What of the plan is new to a colleague; the entry of the audit log says to whom, and what."""
    if parcel := telling.parcel(entry_id):
        post.post(*parcel)
    db.session.commit()


@job("send_translation_digest")
def send_translation_digest(entry_id: int) -> None:
    """Which of a colleague's translations lag behind; the entry of the audit log says whose."""
    if parcel := digests.parcel(entry_id):
        post.post(*parcel)
    db.session.commit()


@job("reseal_staff")
def reseal_staff(staff_id: int) -> None:
    """Take a colleague's new address from the intake key to the vault key."""
    accounts.reseal(staff_id)
    db.session.commit()


@job("receive_sign_up")
def receive_sign_up(sign_up_id: int) -> None:
    """Open what came in by the form, and send the one letter that follows from it."""
    parcel = reception.receive(sign_up_id)
    db.session.commit()
    if parcel:
        post.post(*parcel)
    reception.settle(sign_up_id)
    db.session.commit()


@job("send_test_mail")
def send_test_mail(issue_id: int, edition: str, staff_id: int) -> None:
    """An edition as it stands, to one colleague."""
    testing.send(issue_id, edition, staff_id)


@job("send_test_correction")
def send_test_correction(stop_press_id: int, edition: str, staff_id: int) -> None:
    """A stop-press as it stands, to one colleague."""
    testing.send_correction(stop_press_id, edition, staff_id)


@job("release_issue")
def release_issue(issue_id: int, generation: int) -> None:
    """The issue's time has come: a mailing for each edition, all in one transaction."""
    releasing.release(issue_id, generation)


@job("send_mailing")
def send_mailing(mailing_id: int) -> None:
    """Cut a mailing into batches."""
    mailings.begin(mailing_id)
    db.session.commit()


@job("send_batch")
def send_batch(mailing_id: int, low: int, high: int) -> None:
    """A range of a mailing's deliveries."""
    sending.send_batch(mailing_id, low, high)


@job("send_paced")
def send_paced(mailing_id: int) -> None:
    """What of a mailing was set aside for the pace of its provider groups."""
    sending.send_paced(mailing_id)


@job("tell_of_relay")
def tell_of_relay(mailing_id: int, since: str) -> None:
    """That the relay has been away for long, if it is away still."""
    relay_still_away(mailing_id, since)
    db.session.commit()


@job("send_mailing_news")
def send_mailing_news(entry_id: int, staff_id: int) -> None:
    """How a mailing ended or why it stopped, to one editor; the entry of the audit log says which."""
    if parcel := parcels.parcel(entry_id, staff_id):
        post.post(*parcel)
    db.session.commit()


@job("try_relay")
def try_relay(relay_id: int) -> None:
    """Whether a relay would take our mails."""
    trial.carry_out(relay_id)


@job("call_webhook")
def call_webhook(entry_id: int) -> None:
    """The same as a POST to an address that an administrator named."""
    webhook.call(entry_id)


@job("draft_translation")
def draft_translation(request_id: int) -> None:
    """What a translation lacks, by a machine that an administrator has named."""
    drafting.draft(request_id)


@job("try_machine")
def try_machine(request_id: int) -> None:
    """Whether that machine answers."""
    drafting.try_out(request_id)


@job("check_links")
def check_links() -> None:
    """What became of the links that somebody asked about."""
    link_checks.look_at_asked()


@job("look_up_domains")
def look_up_domains() -> None:
    """What the DNS says of the domains that mails come from."""
    domain_checks.look_up_due(anyhow=True)
    publishing.look_up_due(anyhow=True)


@job("sweep")
def sweep(_at: dt.datetime, _context: Any) -> None:
    """Deliveries that a crash or a busy relay left behind."""
    recovery.sweep(current_app.extensions["heartbeat"].worker)


@job("tell_translators")
def tell_translators(_at: dt.datetime, _context: Any) -> None:
    """Sources that have changed, to those who translated them."""
    digests.tell(now())
    db.session.commit()


@job("look_up_due_domains")
def look_up_due_domains(_at: dt.datetime, _context: Any) -> None:
    """Those that were changed in the settings, or that nobody has looked up for a day."""
    domain_checks.look_up_due()
    publishing.look_up_due()


@job("ask_for_links")
def ask_for_links(_at: dt.datetime, _context: Any) -> None:
    """The links of the issues that are assembled, which somebody may have broken since."""
    examination.ask_for_links()
    db.session.commit()


@job("count_refusals")
def count_refusals(_at: dt.datetime, _context: Any) -> None:
    """Readers whose servers refused an issue for good, or have been full or away for long."""
    while taking.count_refusals():
        db.session.commit()
    db.session.commit()


@job("purge")
def purge_old(_at: dt.datetime, _context: Any) -> None:
    """What we promised to forget, pauses that are over, steps between revisions, old requests, and jobs that ended."""
    purge.purge(now())
    purge.end_pauses(now())
    history.thin(now())
    presence.purge(now())
    photo_library.sweep(now())
    asking.purge(now())
    link_checks.purge(now())
    taking.purge(now())
    mailbox.purge(current_app.config["DATA"], now())
    db.session.commit()
    folding.fold(now())
    background.prune()


SCHEDULES = [
    {"schedule_name": "sweep", "workflow_fn": sweep, "schedule": "*/10 * * * * *"},
    {"schedule_name": "tell_translators", "workflow_fn": tell_translators, "schedule": "*/15 * * * *"},
    {"schedule_name": "look_up_due_domains", "workflow_fn": look_up_due_domains, "schedule": "*/5 * * * *"},
    {"schedule_name": "ask_for_links", "workflow_fn": ask_for_links, "schedule": "11 2 * * *"},
    {"schedule_name": "count_refusals", "workflow_fn": count_refusals, "schedule": "37 * * * *"},
    {"schedule_name": "purge", "workflow_fn": purge_old, "schedule": "7 * * * *"},
]
