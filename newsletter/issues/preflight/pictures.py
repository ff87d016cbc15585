"""Whether every picture says what it shows and whose it is."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about, leaving

PHOTO_ALT = Rule("photo-alt", Family.PICTURES, Severity.BLOCK, _l("Every entry’s photo is described (alt text)."))
PHOTO_CREDIT = Rule("photo-credit", Family.PICTURES, Severity.BLOCK, _l("Every entry’s photo has a credit."))
PICTURE_ALT = Rule(
    "picture-alt", Family.PICTURES, Severity.BLOCK, _l("Every picture of a text is described (alt text).")
)
PICTURE_CREDIT = Rule("picture-credit", Family.PICTURES, Severity.BLOCK, _l("Every picture of a text has a credit."))

RULES = (PHOTO_ALT, PHOTO_CREDIT, PICTURE_ALT, PICTURE_CREDIT)


def photos(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        if entry.has_photo and text.exists and not text.alt.strip():
            says = _("the photo is not described (alt text)")
            yield Found(PHOTO_ALT, about(entry, text), says, entry.place)
        if entry.has_photo and text.exists and not text.credit.strip():
            yield Found(PHOTO_CREDIT, about(entry, text), _("the photo has no credit"), entry.place)


def pictures(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        for number, (alt, credit) in enumerate(text.pictures, 1):
            if not alt.strip():
                says = _("picture %(number)s of the text is not described (alt text)", number=number)
                yield Found(PICTURE_ALT, about(entry, text), says, text.place)
            if not credit.strip():
                says = _("picture %(number)s of the text has no credit", number=number)
                yield Found(PICTURE_CREDIT, about(entry, text), says, text.place)


CHECKS = (photos, pictures)
