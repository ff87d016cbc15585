"""`flask issues`: how an issue begins, or doesn't."""

import datetime as dt

import click

from newsletter.db import db
from newsletter.issues import commands
from newsletter.issues.beginning import cancelling, skipping, starting
from newsletter.issues.beginning.forms import REASON_LENGTH
from newsletter.issues.building import builder
from newsletter.issues.commands import BY, changing, number, one_line
from newsletter.languages import Language, monday_of, week_range

issues = commands.issues
week = click.option(
    "--week", required=True, type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Any day of it."
)


@issues.command()
@week
@click.option("--special", is_flag=True, help="Beside the weekly one; it begins without commentaries.")
@click.option("--from", "like", type=click.IntRange(1, 2**31 - 1), metavar="NUMBER", help="An issue to copy.")
def start(week: dt.datetime, special: bool, like: int | None) -> None:
    """Begin the issue of a week with what is approved for it."""
    with one_line():
        pattern = builder.numbered(like) if like else None
        if special:
            issue = starting.start_special(week.date(), [], like=pattern, by=BY)
        else:
            issue = starting.start(week.date(), like=pattern, by=BY)
        db.session.commit()
    click.echo(f"Issue {issue.number} is begun; entries: {len(issue.entries)}.")


@issues.command()
@week
@click.option("--reason", required=True, help="For the colleagues.")
def skip(week: dt.datetime, reason: str) -> None:
    """Mark a week as one without an issue."""
    said = " ".join(reason.split())
    if not 0 < len(said) <= REASON_LENGTH:
        raise click.BadParameter(f"write at most {REASON_LENGTH} characters, and at least one.", param_hint="--reason")
    with one_line():
        skipping.skip(monday_of(week.date()), said, by=BY)
        db.session.commit()
    click.echo(f"Skipped: {_range(week)}.")


@issues.command()
@week
def unskip(week: dt.datetime) -> None:
    """Take it back that a week is skipped."""
    with one_line():
        skipping.unskip(monday_of(week.date()), by=BY)
        db.session.commit()
    click.echo(f"Not skipped any more: {_range(week)}.")


@issues.command()
@number
def cancel(number: int) -> None:
    """Give issue NUMBER up; its commentaries are free for another one."""
    with changing(number) as issue:
        cancelling.cancel(issue, by=BY)
    click.echo(f"Issue {number} is cancelled.")


@issues.command()
@number
def reopen(number: int) -> None:
    """Take the cancelled issue NUMBER up again."""
    with changing(number) as issue:
        left_out = cancelling.reopen(issue, by=BY)
    click.echo(f"Issue {number} is taken up again.")
    for title in left_out:
        click.echo(f"Left out, since another issue has it by now: {title}")


def _range(week: dt.datetime) -> str:
    return week_range(monday_of(week.date()), Language.EN)
