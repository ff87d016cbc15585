"""Whether the words of a link say where it leads: many people hear or skim links alone."""

import re

_VAGUE = frozenset([
    "here", "click", "click here", "tap here", "press here", "see here", "read here", "look here", "right here",
    "this", "that", "it", "link", "this link", "the link", "a link", "links", "via this link", "follow the link",
    "follow this link", "more", "read more", "learn more", "see more", "find out more", "details", "more details",
    "read on", "continue", "continue reading", "source", "page", "this page", "article", "this article", "url",
    "website", "site", "go", "open", "download", "info", "more info",
    "тут", "тутака", "вось тут", "вось", "гэта", "гэтая", "спасылка", "па спасылцы", "па гэтай спасылцы",
    "гэтая спасылка", "спасылцы", "чытайце тут", "глядзіце тут", "чытаць тут", "націсніце тут", "націсніце",
    "клікніце тут", "далей", "чытаць далей", "чытайце далей", "больш", "болей", "падрабязней", "падрабязна",
    "падрабязнасці", "больш падрабязна", "чытаць падрабязней", "крыніца", "артыкул", "гэты артыкул", "старонка",
    "сайт", "спампаваць", "сюды",
    "здесь", "вот", "вот здесь", "вот тут", "это", "эта", "ссылка", "по ссылке", "по этой ссылке", "эта ссылка",
    "ссылке", "читайте здесь", "смотрите здесь", "читать здесь", "читайте тут", "нажмите здесь", "нажмите",
    "кликните здесь", "жмите сюда", "далее", "дальше", "читать далее", "читать дальше", "читайте далее", "больше",
    "ещё", "еще", "подробнее", "подробно", "подробности", "более подробно", "читать подробнее", "источник",
    "статья", "эта статья", "страница", "скачать", "перейти", "перейти по ссылке",
])  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[a-zа-яёіў]{2,}/\S*", re.IGNORECASE)
_AROUND = "\"'“”„«»‹›()[]<>→›»….,:;!?–—- \t\n\N{NO-BREAK SPACE}"


def is_vague(words: str) -> bool:
    """Of a file's name or a domain alone it can be said where it leads; of an address with its path it can't."""
    said = " ".join(words.split()).strip(_AROUND).casefold()
    if not any(letter.isalnum() for letter in said):
        return True
    return said in _VAGUE or bool(_ADDRESS.fullmatch(said) or _WITHOUT_SCHEME.fullmatch(said))
