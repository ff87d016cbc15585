"""What a page carries besides its commentary: boxes, buttons, language switches, in all three languages."""

import re

from newsletter.commentaries.document import Node, block_text
from newsletter.commentaries.page_fields import week_in
from newsletter.commentaries.sections import seeded_slug

_BYLINE_LABEL = r"by|аўтар(ка)?|автор"
_LANGUAGE = r"en|be|ru|бел|рус|english|belarusian|russian|беларуская|русский|па-беларуску|по-русски"
_SUBSCRIBE = (
    r"subscribe( to (us|our newsletter))?"
    r"|падпісацца|падпішыцеся( на (нас|нашу рассылку|рассылку))?"
    r"|подписаться|подпишитесь( на (нас|нашу рассылку|рассылку))?|подписывайтесь на нас"
)
_ANYWHERE = re.compile(
    rf"({_BYLINE_LABEL})[:：]?"
    rf"|({_LANGUAGE})([\s/|·,]+({_LANGUAGE}))*"
    rf"|{_SUBSCRIBE}"
    r"|.{0,150}ctrl ?\+ ?enter.{0,150}"
    r"|read (this|the) article in .{1,60}|read in .{1,30}"
    r"|(чытайце|чытаць) (гэты )?(артыкул|матэрыял) (па-|на ).{1,60}"
    r"|(читайте|читать) (эту |этот )?(статью|материал) (по-|на ).{1,60}"
    r"|you have been successfully subscribed|вы паспяхова падпісаліся.{0,40}|вы успешно подписались.{0,40}"
    r"|view all|глядзець усе|паглядзець усе|смотреть все|посмотреть все"
    r"|read more|чытаць далей|чытаць больш|читать далее|читать дальше"
)
_BELOW_THE_TEXT = re.compile(r"situation in belarus|сітуацыя ў беларусі|ситуация в беларуси")
_SUBSCRIBE_BOX = re.compile(_SUBSCRIBE)


def is_furniture(line: str) -> bool:
    return bool(_ANYWHERE.fullmatch(_folded(line)))


def without_tail(blocks: list[Node]) -> tuple[list[Node], list[str]]:
    """Cut the boxes below the text. Their first line must be a known one; between known ones, short lines may stand.

    The words of a subscription box are whatever follows its heading, unless nothing comes after them.
    """
    lines = [block_text(block) for block in blocks]
    end = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if is_furniture(line) or _BELOW_THE_TEXT.fullmatch(_folded(line)):
            end = place
        elif not (_is_short(line) or _is_box_text(lines, place, end)):
            break
    return blocks[:end], [line for line in lines[end:] if line]


def _is_short(line: str) -> bool:
    return bool(week_in(line) or seeded_slug(line)) or (len(line) <= 120 and not line.endswith((".", "…", ":", ";")))


def _is_box_text(lines: list[str], place: int, end: int) -> bool:
    return place > 0 and end == place + 1 < len(lines) and bool(_SUBSCRIBE_BOX.fullmatch(_folded(lines[place - 1])))


def _folded(line: str) -> str:
    return " ".join(line.lower().split()).rstrip(" .!")
