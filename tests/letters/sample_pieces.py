"""Commentaries of a week that never was, in the languages that each exists in."""

from typing import Any

from newsletter.commentaries.document import Document, Node
from newsletter.languages import Language
from newsletter.letters.views import PhotoView

SITE = "https://weekly.example.org"
EN, BE, RU = Language.EN, Language.BE, Language.RU


def _say(words: str, *, strong: bool = False, href: str = "") -> Node:
    link = [{"type": "link", "attrs": {"href": href}}] if href else []
    return {"type": "text", "text": words, "marks": [*link, *([{"type": "bold"}] if strong else [])]}


def _p(*parts: Node | str) -> Node:
    return {"type": "paragraph", "content": [_say(part) if isinstance(part, str) else part for part in parts]}


def _block(kind: str, *content: Node, **attrs: Any) -> Node:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def _h(words: str) -> Node:
    return _block("heading", _say(words), level=2)


def _list(kind: str, *items: str) -> Node:
    return _block(kind, *(_block("listItem", _p(item)) for item in items))


def _drawing(alt: str, caption: str, credit: str) -> Node:
    return {
        "type": "figure",
        "attrs": {
            "id": "drawing",
            "photo": "d" * 64,
            "width": 1600,
            "height": 900,
            "alt": alt,
            "caption": caption,
            "credit": credit,
            "credit_href": "",
        },
    }


def _document(*content: Node) -> Document:
    return {"type": "doc", "content": list(content)}


PLAN = "https://council.example/plan?year=2025&draft=3"

RIVER = {
    EN: _document(
        _p("The plan was to widen the road. In ", _say("nine days", strong=True), " four hundred people signed against "
           "it, most of them on paper, at the kiosk by the bridge."),
        _h("What was asked"),
        _list("bulletList", "to keep the lime trees", "to move the bus stop, not the bank"),
        _block("blockquote", _p("“We did not think that anyone would read it,” says the kiosk’s owner.")),
        _drawing("A drawing of a road between two rows of trees", "The plan as it was in March.", "A. Sample"),
        _block("callout", _p("Better, for the first time since spring: a letter was answered and a drawing changed.")),
        _p("The works begin in spring, and ", _say("the new plan", href=PLAN), " has the trees in it."),
    ),
    BE: _document(
        _p("Дарогу збіраліся пашырыць. За ", _say("дзевяць дзён", strong=True), " супраць падпісаліся чатырыста "
           "чалавек, пераважна на паперы, у шапіку каля моста."),
        _h("Чаго прасілі"),
        _list("bulletList", "захаваць ліпы", "перанесці прыпынак, а не бераг"),
        _block("blockquote", _p("«Мы не думалі, што гэта нехта прачытае», — кажа гаспадар шапіка.")),
        _drawing("Чарцёж: дарога паміж двума радамі дрэў", "Праект, якім ён быў у сакавіку.", "А. Прыкладная"),
        _block("callout", _p("Лепш, упершыню з вясны: на ліст адказалі, а чарцёж змянілі.")),
        _p("Працы пачнуцца ўвесну, і на ", _say("новым плане", href=PLAN), " ліпы ёсць."),
    ),
    RU: _document(
        _p("Дорогу собирались расширить. За ", _say("девять дней", strong=True), " против подписались четыреста "
           "человек, в основном на бумаге, в киоске у моста."),
        _h("О чём просили"),
        _list("bulletList", "сохранить липы", "перенести остановку, а не берег"),
        _block("blockquote", _p("«Мы не думали, что это кто-нибудь прочтёт», — говорит хозяин киоска.")),
        _drawing("Чертёж: дорога между двумя рядами деревьев", "Проект, каким он был в марте.", "А. Примерная"),
        _block("callout", _p("Лучше, впервые с весны: на письмо ответили, а чертёж изменили.")),
        _p("Работы начнутся весной, и на ", _say("новом плане", href=PLAN), " липы есть."),
    ),
}  # fmt: skip

BRIDGE = {
    EN: _document(
        _p("The notice on the bridge is written by hand."),
        {"type": "horizontalRule", "attrs": {}},
        _h("The order"),
        _list("orderedList", "Coaches go first.", "Cars wait with a ticket."),
    ),
    RU: _document(
        _p("Объявление на мосту написано от руки."),
        {"type": "horizontalRule", "attrs": {}},
        _h("Порядок"),
        _list("orderedList", "Сначала проезжают автобусы.", "Легковые машины ждут с талоном."),
    ),
}

LIBRARY = {
    BE: _document(_p("Бібліятэка зноў выдае кнігі дадому. Ранейшы спіс чытачоў згубіўся, таму ўсіх запісваюць нанова."))
}

TITLES = {
    "river": {
        EN: "A town keeps its river embankment",
        BE: "Гарадок адстаяў сваю набярэжную",
        RU: "Городок отстоял свою набережную",
    },
    "bridge": {
        EN: "The border bridge opens one lane in four",
        RU: "На пограничном мосту открыта одна полоса из четырёх",
    },
    "library": {BE: "Бібліятэка запісвае ўсіх нанова"},
    "ferry": {EN: "A ferry timetable is agreed without a ferry"},
    "clock": {
        EN: "The town clock is right again",
        BE: "Гарадскі гадзіннік зноў ідзе правільна",
        RU: "Городские часы снова идут верно",
    },
}

STANDFIRSTS = {
    "river": {
        EN: "Neighbours who had never met wrote one letter, and the council answered it.",
        BE: "Суседзі, якія дагэтуль не былі знаёмыя, напісалі адзін ліст, і выканкам на яго адказаў.",
        RU: "Соседи, которые раньше не были знакомы, написали одно письмо, и исполком на него ответил.",
    },
    "bridge": {
        EN: "Drivers wait two nights instead of one, and nobody says until when.",
        RU: "Водители ждут две ночи вместо одной, и никто не говорит, до каких пор.",
    },
    "library": {BE: "Чытачоў лічаць па новых квітках, і іх больш, чым было ў старым спісе."},
    "ferry": {EN: "Two ministries have settled the hours of a crossing for which nobody has ordered a boat."},
    "clock": {
        EN: "It took a mechanic one morning and two offices a year.",
        BE: "Майстру спатрэбілася адна раніца, а дзвюм канторам — год.",
        RU: "Мастеру понадобилось одно утро, а двум конторам — год.",
    },
}

AUTHORS = {
    "river": {EN: "Alena Sample", BE: "Алена Прыкладная", RU: "Алёна Примерная"},
    "bridge": {EN: "Jan Sample", RU: "Ян Примерный"},
    "library": {BE: "Ян Прыкладны"},
    "ferry": {EN: "Jan Sample"},
}

EMBANKMENT = {
    language: PhotoView(f"{SITE}/photos/embankment.jpg", alt, credit, caption, 1200, 675)
    for language, alt, credit, caption in (
        (EN, "Benches and lime trees along a river", "A. Sample", "The embankment before the works."),
        (BE, "Лаўкі і ліпы ўздоўж ракі", "А. Прыкладная", "Набярэжная перад працамі."),
        (RU, "Скамейки и липы вдоль реки", "А. Примерная", "Набережная перед работами."),
    )
}
