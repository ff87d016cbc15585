"""`flask mailer …`: steering mailings, and deciding about them, where there is no browser."""

from collections.abc import Callable, Sequence

import click
import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.issues.building import builder
from newsletter.issues.commands import BY, number, one_line
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.mailer import doubts, mailings
from newsletter.mailer.models import Hold, Mailing, MailingState
from newsletter.mailer.progress.mailing_report import UNDER_WAY
from newsletter.mailer.progress.status_commands import mailer
from newsletter.mailer.progress.wording import hold_words
from newsletter.mailer.stop_press import halting
from newsletter.staff.models import record

__all__ = ["mailer"]

WANTS_A_NAME = (Hold.STOP_PRESS, Hold.FIRST_READERS)
"""What was stopped for this may be wrong, or harm us: it goes on only for somebody who says which."""

_issue = click.option("--issue", "number", type=int, help="Only the mailings of this issue.")
_mailing = click.option("--mailing", "mailing_id", type=int, help="Only this mailing, by the id that status says.")


@mailer.command()
@_issue
@_mailing
def pause(number: int | None, mailing_id: int | None) -> None:
    """Let what is on the wire arrive, and claim nothing more."""
    _steer("pause", "paused", mailings.pause, _under_way(number, mailing_id))


@mailer.command()
@_issue
@_mailing
def resume(number: int | None, mailing_id: int | None) -> None:
    """Go on with paused mailings; with those that an editor or their refusals stopped if --issue or --mailing is one.

    What is stopped while this runs stays so.
    """
    paused = [mailing for mailing in _under_way(number, mailing_id) if mailing.state is MailingState.PAUSED]
    is_named = number is not None or mailing_id is not None
    left = [] if is_named else [mailing for mailing in paused if mailing.hold in WANTS_A_NAME]
    _steer("resume", "resumed", mailings.resume, [mailing for mailing in paused if mailing not in left])
    for mailing in left:
        why = hold_words(mailing.hold or Hold.PAUSED)
        click.echo(
            f"Left as it is: mailing {mailing.id}, issue {_subject(mailing)}, {why}. "
            f"To go on with it: flask --app app mailer resume --mailing {mailing.id}"
        )


@mailer.command()
@_issue
@_mailing
@click.confirmation_option(prompt="Who has not got it yet never will. Cancel?")
def cancel(number: int | None, mailing_id: int | None) -> None:
    """Withdraw what has not left; say which with --issue or --mailing."""
    if number is None and mailing_id is None:
        raise click.UsageError("Say which: --issue N or --mailing ID.")
    _steer("cancel", "cancelled", mailings.cancel, _under_way(number, mailing_id))


@mailer.command()
@number
def stop(number: int) -> None:
    """Stop the press: halt every mailing of issue NUMBER at once. What is to become of it, the sending screen asks."""
    with one_line():
        halted = halting.halt(builder.numbered(number), by=BY)
    db.session.commit()
    click.echo(f"{halted} mailings halted.")


@mailer.command()
@click.option("--mailing", "mailing_id", type=int, required=True, help="By the id that status says.")
@click.argument("decision", type=click.Choice(["resend", "leave"]))
def decide(mailing_id: int, decision: str) -> None:
    """What becomes of deliveries that are uncertain: sent again under the same Message-ID, or left."""
    mailing = db.session.get(Mailing, mailing_id)
    if mailing is None:
        raise click.ClickException(f"There is no mailing {mailing_id}.")
    act = doubts.resend if decision == "resend" else doubts.leave
    decided = act(mailing_id, until=now())
    if decided:
        record(BY, f"mailing.{decision}", _subject(mailing), deliveries=decided)
    db.session.commit()
    click.echo(f"{decided} deliveries are {'sent again' if decision == 'resend' else 'left as they are'}.")


def _steer(step: str, done: str, act: Callable[[int], bool], chosen: Sequence[Mailing]) -> None:
    changed = [mailing for mailing in chosen if act(mailing.id)]
    for mailing in changed:
        record(BY, f"mailing.{step}", _subject(mailing))
    db.session.commit()
    click.echo(f"{len(changed)} mailings {done}.")


def _under_way(number: int | None, mailing_id: int | None) -> list[Mailing]:
    chosen = sa.select(Mailing).where(Mailing.state.in_(UNDER_WAY)).order_by(Mailing.id)
    if mailing_id is not None:
        chosen = chosen.where(Mailing.id == mailing_id)
    if number is not None:
        chosen = chosen.join(Edition).join(Issue).where(Issue.number == number)
    return list(db.session.scalars(chosen))


def _subject(mailing: Mailing) -> str:
    return f"{mailing.edition.issue.number} {mailing.edition.key.code}"
