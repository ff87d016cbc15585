"""`flask issues`: an issue looked at and checked."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from newsletter.db import db
from newsletter.issues.beginning.listing import list_of_issues
from newsletter.issues.building import builder, waivers
from newsletter.issues.composing import editing, editions, export
from newsletter.issues.composing.editions import Composed
from newsletter.issues.composing.models import Edition
from newsletter.issues.examining.examination import examine
from newsletter.issues.models import Issue
from newsletter.issues.refusals import NotReady, Refusal
from newsletter.languages import EditionKey, Language

BY = "command line"

issues = AppGroup("issues", help="Issues: compose, check, lock, schedule, send.")
number = click.argument("number", type=click.IntRange(1, 2**31 - 1))
as_json = click.option("--json", "as_json", is_flag=True, help="For programs.")


@contextmanager
def changing(number: int) -> Iterator[Issue]:
    """The issue, for one change that is kept if nothing refuses it."""
    with one_line():
        issue = builder.numbered(number, to_change=True)
        yield issue
        db.session.commit()


@contextmanager
def one_line() -> Iterator[None]:
    """A refusal as a sentence, and what blocks an issue below it."""
    try:
        yield
    except Refusal as refusal:
        db.session.rollback()
        lines = [finding.message for finding in refusal.findings] if isinstance(refusal, NotReady) else []
        raise click.ClickException("\n  ".join([str(refusal), *lines])) from refusal


@issues.command("list")
@as_json
def show_list(as_json: bool) -> None:
    """The latest issues, newest first."""
    rows = list_of_issues()
    if as_json:
        facts = [
            {"number": row.number, "week": row.week.isoformat(), "state": row.state, "entries": row.entries}
            for row in rows
        ]
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row.number}\t{row.state.label}\t{row.week:%Y-%m-%d}\t{row.entries}\t{row.subject}")


@issues.command()
@number
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files.")
@as_json
def compose(number: int, out: Path, as_json: bool) -> None:
    """Write every edition of issue NUMBER as .html, .txt and .eml, as a reader would get it; drafts included."""
    with one_line():
        issue = builder.numbered(number)
    made = editions.every(issue)
    try:
        written = export.write(issue.number, made, out)
    except OSError as error:
        raise click.ClickException(f"The folder can’t be written: {error.strerror}.") from error
    if not written:
        raise click.ClickException(f"There is nothing in issue {number} that could be composed.")
    if as_json:
        click.echo(json.dumps({"number": number, "version": issue.version, "editions": described(made)}))
    else:
        click.echo("\n".join(str(path) for path in written))
    for key in made:
        for text in editing.drafts_in(issue, key.reading):
            click.echo(f"{key.label(Language.EN)}: “{text.title}” ({text.language}) is a draft.", err=True)


def described(made: Mapping[EditionKey, Composed | Edition]) -> list[dict[str, object]]:
    """For programs: by the digest one knows what was frozen, or would be, byte for byte."""
    return [{"edition": key.code, "size": one.size, "digest": one.digest} for key, one in made.items()]


@issues.command()
@number
@as_json
def check(number: int, as_json: bool) -> None:
    """The preflight of issue NUMBER, a finding a line; exit code 1 if anything blocks."""
    with one_line():
        found = examine(builder.numbered(number))
    if as_json:
        facts = [
            {
                "rule": item.rule,
                "severity": item.severity,
                "message": item.message,
                "place": item.place,
                "publish": list(item.publish),
            }
            for item in found
        ]
        click.echo(json.dumps({"number": number, "findings": facts}, ensure_ascii=False))
    else:
        for item in found:
            click.echo(f"{item.severity}\t{item.rule}\t{' '.join([item.message, *item.publish])}")
    sys.exit(1 if any(item.blocks for item in found) else 0)


@issues.command()
@number
@click.option(
    "--language", "languages", multiple=True, required=True, type=click.Choice([str(code) for code in Language])
)
@click.option("--reason", required=True, help="Why the entries leave without it; kept in the audit log.")
def waive(number: int, languages: tuple[str, ...], reason: str) -> None:
    """Sign, for every entry that lacks a language, that it may leave without it."""
    with changing(number) as issue:
        count = waivers.sign_all(issue, tuple(Language(code) for code in languages), reason=reason, by=BY)
    click.echo(f"Waivers signed in issue {number}: {count}.")
