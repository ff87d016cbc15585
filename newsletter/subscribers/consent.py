"""What a reader agrees to when signing up. A wording, once used, is never changed: it gets a successor."""

from newsletter.languages import Language, Words

CURRENT = "2"

WORDINGS: dict[str, Words] = {
    "1": {
        "en": "I agree that my address is kept, encrypted, to send me this newsletter until I unsubscribe.",
        "be": "Я згаджаюся, каб мой адрас захоўвалі ў зашыфраваным выглядзе і дасылалі мне гэту рассылку, "
        "пакуль я не адпішуся.",
        "ru": "Я соглашаюсь, чтобы мой адрес хранили в зашифрованном виде и присылали мне эту рассылку, "
        "пока я не отпишусь.",
    },
    "2": {
        "en": "I agree that my address is kept, encrypted, to send me letters in the language and of the kind that "
        "I choose, until I unsubscribe.",
        "be": "Я згаджаюся, каб мой адрас захоўвалі зашыфраваным і дасылалі мне лісты на той мове і ў тым выглядзе, "
        "якія я абяру, пакуль я не адпішуся.",
        "ru": "Я соглашаюсь, чтобы мой адрес хранили зашифрованным и присылали мне письма на том языке и в том виде, "
        "какие я выберу, пока я не отпишусь.",
    },
}


def wording(language: Language, version: str = CURRENT) -> str:
    return WORDINGS[version][language]
