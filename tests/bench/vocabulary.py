"""Paragraphs that nobody wrote, as long as a commentary's, in words that sound like each language's."""

import random

_BEGINNINGS = {
    "en": "com re un over out con pro trans sub dis inter fore",
    "be": "па за пры вы раз аб пера ад да на су уз",
    "ru": "по за при вы раз об пере от до на со вос",
}
_MIDDLES = {
    "en": "port work mark stand lead trade form sign part court rate serv lect grant found",
    "be": "мов каз від ход стаў бор клад гляд пар шук лік свет мер рад твар",
    "ru": "мол каз вид ход став бор клад гляд пор иск лиц свет мер ряд твор",
}
_ENDS = {
    "en": "ing ed ment er s al ation e",
    "be": "анне аць ны ка ы аў асць а",
    "ru": "ание ать ный ка ы ов ость а",
}
_SMALL = {
    "en": "the of and to in that is on for with as it by at from was not",
    "be": "і ў на што з не па для гэта як у ад да за яго пра",
    "ru": "и в на что с не по для это как у от до за его о",
}


def word(chance: random.Random, language: str) -> str:
    """A third of all words are small ones, which every paragraph shares."""
    if chance.random() < 0.35:
        return chance.choice(_SMALL[language].split())
    return "".join(chance.choice(parts[language].split()) for parts in (_BEGINNINGS, _MIDDLES, _ENDS))


def sentence(chance: random.Random, language: str, words: int) -> str:
    said = [word(chance, language) for _ in range(words)]
    if words > 8 and chance.random() < 0.5:
        said[words // 2] += ","
    return f"{' '.join(said).capitalize()}."


def paragraph(chance: random.Random, language: str, words: int) -> str:
    """Sentences of some eight to twenty words."""
    said = []
    while words > 0:
        length = min(words, chance.randint(8, 20))
        said.append(sentence(chance, language, length))
        words -= length
    return " ".join(said)
