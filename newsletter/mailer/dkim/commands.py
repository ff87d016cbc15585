"""`flask dkim`: keys that mails are signed with, for whoever also looks after the DNS of the sending domains."""

import re
import sys

import click
import idna
from flask.cli import AppGroup

from newsletter.db import db
from newsletter.mailer.dkim import key_files, publishing
from newsletter.staff import dkim_models
from newsletter.staff.dkim_models import DkimKey
from newsletter.staff.models import record

dkim = AppGroup("dkim", help="Keys that mails are signed with. Run it where the mailer runs.")


class _Domain(click.ParamType[str]):
    name = "domain"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return idna.encode(value.strip().rstrip("."), uts46=True).decode()
        except idna.IDNAError:
            self.fail(f"{value!r} is no domain.", param, ctx)


domain_argument = click.argument("domain", type=_Domain())
type_option = click.option(
    "--type",
    "algorithm",
    type=click.Choice(["rsa", "ed25519"]),
    default="rsa",
    show_default=True,
    help="Few mail services know ed25519: only beside an rsa key, as a second signature.",
)


def _selector(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value and not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", value):
        raise click.BadParameter("Small letters, digits and hyphens.")
    return value


selector_option = click.option(
    "--selector", default="", callback=_selector, help="Its name in the DNS; n1, n2 and so on if left out."
)


@dkim.command()
@domain_argument
@selector_option
@type_option
def create(domain: str, selector: str, algorithm: str) -> None:
    """Make the key of a DOMAIN, and print the record to publish."""
    if _of_type(domain, algorithm):
        raise click.ClickException(f"{domain} has such a key. To renew it: flask --app app dkim rotate {domain}")
    _make(domain, selector, algorithm)


@dkim.command()
@domain_argument
@selector_option
@type_option
def rotate(domain: str, selector: str, algorithm: str) -> None:
    """Make a new key beside the old one, which signs until the new one is in the DNS."""
    if not _of_type(domain, algorithm):
        raise click.ClickException(f"{domain} has no such key yet. Make one: flask --app app dkim create {domain}")
    _make(domain, selector, algorithm)


@dkim.command()
@click.argument("domain", type=_Domain(), required=False)
def show(domain: str | None) -> None:
    """Every key, or those of a DOMAIN, with the record to publish."""
    found = dkim_models.of(domain) if domain else dkim_models.every()
    for key in found:
        click.echo(f"{key.selector} of {key.domain}, {key.algorithm}, {_state(key)}\n{key.line}\n")
    if not found:
        click.echo("There are no keys: mails are not signed here. Make one: flask --app app dkim create DOMAIN")


@dkim.command()
def check() -> None:
    """Ask the DNS for every key, and look at its file; exit code 1 where one signs nothing or can't."""
    publishing.look_up_due(anyhow=True)
    faulty = False
    for key in dkim_models.every():
        click.echo(f"{key.name}: {_state(key)}")
        for fault in key_files.faults(key.domain, key.selector, key.public):
            faulty = True
            click.echo(f"  {fault}")
        faulty |= key.confirmed_at is None
    sys.exit(faulty)


@dkim.command()
@domain_argument
@click.argument("selector")
def remove(domain: str, selector: str) -> None:
    """Overwrite a key that is not needed any more."""
    key = db.session.get(DkimKey, (domain, selector))
    if key is None:
        raise click.ClickException(f"{domain} has no key {selector}.")
    publishing.remove(key)
    record("command line", "dkim.removed", key.name)
    db.session.commit()
    click.echo(f"Removed here. Leave {key.name} in the DNS for a week: mails under way are still looked at.")


def _make(domain: str, selector: str, algorithm: str) -> None:
    name = selector or publishing.next_selector(domain)
    try:
        key = publishing.make(domain, name, algorithm)
    except publishing.KeyExists as error:
        raise click.ClickException(f"There is a key {name} of {domain}; name another with --selector.") from error
    record("command line", "dkim.created", key.name)
    db.session.commit()
    click.echo(f"Publish this in the DNS:\n\n{key.line}\n")
    click.echo(f"The key is in {key_files.path(domain, name)}: copy it to every machine that runs the mailer.")
    click.echo("Mails are signed with it once the DNS says the same, which is looked up every five minutes.")


def _of_type(domain: str, algorithm: str) -> list[DkimKey]:
    return [key for key in dkim_models.of(domain) if key.algorithm == algorithm]


def _state(key: DkimKey) -> str:
    if key in dkim_models.in_use(key.domain):
        return "signs"
    return "replaced by a newer one" if key.confirmed_at else "not in the DNS"
