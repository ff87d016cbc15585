"""The same numbers for somebody at a terminal, a line for each thing."""

from collections.abc import Iterator

from newsletter.languages import Language
from newsletter.mailer.models import DeliveryState, MailingState, Worker
from newsletter.mailer.progress import titles, wording
from newsletter.mailer.progress.mailing_report import MailingReport
from newsletter.mailer.progress.report import Report
from newsletter.mailer.progress.sums import Sums
from newsletter.staff.relay_models import Relay


def of(report: Report) -> Iterator[str]:
    if says := titles.nobody_gets_it(report):
        yield f"{titles.title(report)}: {says}"
    else:
        yield from _of_sums(titles.title(report), report.editions)
    for sums in report.stop_presses:
        yield from _of_sums(titles.stop_press_title(sums), sums)
    for refused in report.refusals:
        groups = ", ".join(name for name, number in refused.groups.items() if number)
        yield f"  {refused.number} {refused.state}: {refused.reason.label} ({refused.reply or 'no answer'}; {groups})"


def of_relay(relay: Relay) -> str:
    state = relay.problem or "takes mails" if relay.active else "off"
    return f"Relay {relay.name}, {relay.purpose.label}: {state}"


def of_worker(worker: Worker, seconds: float) -> str:
    return f"Worker {worker.name}: last heard of {seconds:.0f} s ago"


def _of_sums(title: str, sums: Sums) -> Iterator[str]:
    sent = f"{wording.decimals(sums.sent)} of {wording.decimals(sums.prepared)} sent, {sums.percent} % done"
    rate = f"{wording.decimals(sums.rate)} a second, {wording.limit_words(sums.limits.overall)}"
    left = f", {wording.duration(sums.seconds_left)} left" if sums.waiting and sums.seconds_left else ""
    yield f"{title}: {sent}" + (f"; {rate}{left}" if sums.is_leaving else "")
    for item in sums.mailings:
        yield f"  {_of_mailing(item)}"


def _of_mailing(item: MailingReport) -> str:
    mailing = item.mailing
    counts = ", ".join(f"{wording.decimals(number)} {state.label}" for state, number in item.counts.items() if number)
    said = [f"mailing {mailing.id}, {mailing.edition.key.label(Language.EN)}: {mailing.state.label}", counts]
    if item.waits_for_mending:
        said.append(f"the relay refuses us; once it is mended: flask mailer resume --mailing {mailing.id}")
    elif item.hold:
        said.append(wording.hold_words(item.hold))
    if mailing.state is MailingState.SENDING and item.waiting:
        said.append(f"{wording.decimals(item.rate)} a second")
    if item.doubts:
        said.append(f"{item.doubts.number} to decide about: flask mailer decide --mailing {mailing.id} resend|leave")
    if mailing.problem:
        said.append(mailing.problem)
    if item.counts[DeliveryState.DEFERRED] and item.next_at:
        said.append(f"next try {wording.when(item.next_at)}")
    return "; ".join(filter(None, said))
