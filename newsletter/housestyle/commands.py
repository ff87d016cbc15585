"""`flask housestyle`: the same checks for files."""

import json
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from newsletter.commentaries.commands import language_choice
from newsletter.commentaries.refusals import Refusal
from newsletter.housestyle import spelling
from newsletter.housestyle.checks import check as check_passages
from newsletter.housestyle.file_checking import read
from newsletter.housestyle.findings import Finding, Severity
from newsletter.housestyle.known_words import known_words
from newsletter.languages import Language
from newsletter.migrate import problem
from newsletter.terms import term_list
from newsletter.terms.matching import NO_TERMS, TermBase

housestyle = AppGroup("housestyle", help="The house style.")


@housestyle.command()
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--language", "code", type=language_choice, required=True)
@click.option("--spelling", "spell", is_flag=True, help="Also ask the dictionary; advice only.")
def check(files: tuple[Path, ...], code: str, spell: bool) -> None:
    """Say what the house style finds in each FILE (.txt .md .html .docx), one JSON object a line.

    Its keys are file, rule, severity (block, warn, repair), offset, text, suggestion (or null) and message. The offset
    counts characters from 0: in .txt and .md those of the file; in .html and .docx those of the text that would be
    imported, which is title, standfirst and blocks with a blank line between them.

    The term base and the known words come from the database where there is one. Exit code 1 if anything blocks or a
    file can't be read.
    """
    language = Language(code)
    has_database = problem(current_app) is None
    terms = term_list.compiled() if has_database else NO_TERMS
    known = known_words(language) if has_database else frozenset()
    if spell and not spelling.available(language):
        raise click.ClickException(f"There is no dictionary for {language.own_name}: {spelling.PACKAGES[language]}.")
    failed = False
    for path in files:
        try:
            failed |= _tell(path, language, terms, known if spell else None)
        except (Refusal, UnicodeError) as error:
            click.echo(f"{path}: {error}", err=True)
            failed = True
        except OSError as error:
            click.echo(f"{path}: {error.strerror}.", err=True)
            failed = True
    if failed:
        raise SystemExit(1)


def _tell(path: Path, language: Language, terms: TermBase, known: spelling.Known | None) -> bool:
    """Whether anything blocks. Nothing is spelt where `known` is None."""
    placed = read(path, language)
    found = check_passages(list(placed), language, terms)
    if known is not None:
        found += spelling.check(list(placed), language, terms, known)
    for finding in sorted(found, key=lambda finding: placed[finding.passage] + finding.start):
        click.echo(json.dumps(_facts(path, finding, placed[finding.passage]), ensure_ascii=False))
    return any(finding.severity is Severity.BLOCK for finding in found)


def _facts(path: Path, finding: Finding, passage_at: int) -> dict[str, object]:
    return {
        "file": str(path),
        "rule": finding.rule,
        "severity": finding.severity,
        "offset": passage_at + finding.start,
        "text": finding.words,
        "suggestion": finding.suggestion,
        "message": finding.message % finding.values,
    }
