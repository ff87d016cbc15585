"""Why a machine drafted nothing. No message ever holds what the provider said: it may repeat our key or our words."""

from collections.abc import Mapping
from typing import Any

from newsletter.commentaries.refusals import N_, Refusal


class Failure(Refusal):
    """The provider can't be used as it is: there is no sense in asking it for the rest."""


class Off(Failure):
    message = N_("Machine drafts are switched off: an administrator can switch them on in the settings.")


class NothingMissing(Failure):
    message = N_("Nothing here is without a translation, and the machine never writes over what is there.")


class TooMuchAtOnce(Failure):
    message = N_("What is missing has more than %(limit)s characters: ask for some of it.")


class NoSuchHost(Failure):
    message = N_("There is no server called %(host)s: check the address in the settings.")


class NotListening(Failure):
    message = N_("Nothing answers at %(host)s: look whether the server runs, and at its port in the settings.")


class Unreachable(Failure):
    message = N_("%(host)s can’t be reached, or broke the connection off. Try again in a few minutes.")


class TooSlow(Failure):
    message = N_("%(host)s did not answer within %(seconds)s seconds. Try again later.")


class BadCertificate(Failure):
    message = N_("%(host)s could not prove that it is who it says (TLS), so nothing was sent.")


class PrivateHost(Failure):
    message = N_(
        "%(host)s is a machine in a private network, so nothing was sent. If it is yours, name it by its IP address "
        "in the settings."
    )


class WrongKey(Failure):
    message = N_("%(host)s refuses the key: an administrator can type it again in the settings.")


class QuotaUsedUp(Failure):
    message = N_("The account at %(host)s has used up what it may translate.")


class TooBusy(Failure):
    message = N_("%(host)s asks for patience, for it has too much to do. Try again in a few minutes.")


class OutOfOrder(Failure):
    message = N_("%(host)s is out of order (HTTP %(status)s). Try again later.")


class NotTaken(Failure):
    message = N_(
        "%(host)s does not take our request (HTTP %(status)s): look at the address and the model in the settings, and "
        "whether it knows these languages."
    )


class Redirected(Failure):
    message = N_("%(host)s sends us to another address, and we do not follow: check the address in the settings.")


class AnswerTooLarge(Failure):
    message = N_("%(host)s answered with more than %(limit)s KB, which can’t be a translation.")


class Stopped(Failure):
    message = N_("Something went wrong on our side, and drafting stopped. What is drafted stays; ask for the rest.")


class Unusable(Refusal):
    """There is no translation of these passages; others may fare better."""


class Malformed(Unusable):
    message = N_("The answer was not in the form that was asked for.")


class Declined(Unusable):
    message = N_("The machine declined to translate it.")


class CutShort(Unusable):
    message = N_("The answer broke off in the middle.")


class Empty(Unusable):
    message = N_("The answer was empty.")


class Untranslated(Unusable):
    message = N_("The answer was the source again, not translated.")


class WrongLanguage(Unusable):
    message = N_("The answer was in another language.")


class TooLong(Unusable):
    message = N_("It is too long, or its translation would be.")


class LostLink(Unusable):
    message = N_("The answer lost a link.")


class Overtaken(Unusable):
    message = N_("Somebody wrote it meanwhile, or the source has no need of it any more.")


_KINDS: dict[str, type[Refusal]] = {
    kind.__name__: kind for base in (Failure, Unusable) for kind in (base, *base.__subclasses__())
}


def stored(failure: Refusal) -> dict[str, Any]:
    return {"kind": type(failure).__name__, **failure.values}


def restored(kept: Mapping[str, Any]) -> Refusal:
    """One of a kind that this version no longer knows was some failure."""
    values = {name: value for name, value in kept.items() if name != "kind"}
    return _KINDS.get(kept.get("kind", ""), Stopped)(**values)
