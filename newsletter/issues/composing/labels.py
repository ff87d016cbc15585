"""What a letter says of a text that isn't in its own language, in the letter's language."""

from flask_babel import gettext as _

from newsletter.languages import Language


def language_label(language: Language) -> str:
    labels = {"en": _("text in English"), "be": _("text in Belarusian"), "ru": _("text in Russian")}
    return str(labels[language])


def other_label(language: Language) -> str:
    labels = {"en": _("Read it in English"), "be": _("Read it in Belarusian"), "ru": _("Read it in Russian")}
    return str(labels[language])
