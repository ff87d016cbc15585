"""A commentary for the tests, in three languages. Its events are invented."""

import io
from dataclasses import dataclass

from PIL import Image

from newsletter.languages import Language


@dataclass(frozen=True)
class Piece:
    title: str
    standfirst: str
    opening: str
    heading: str
    items: tuple[str, str]
    source: str
    byline: str
    shows: str
    credit: str
    subject: str
    preheader: str


LEADS_TO = "https://example.org/bridge"

PIECE = {
    Language.EN: Piece(
        title="A bridge waits for its river",
        standfirst="The region has built a crossing over a canal that is still a drawing.",
        opening="The ribbon was cut on Friday. Below the bridge there is a meadow, and in the meadow there are cows.",
        heading="What comes next",
        items=("water, by the spring after next", "a road to the bridge, if money is left"),
        source="The plan of the canal",
        byline="Ala Rybak",
        shows="A bridge over a dry meadow",
        credit="the author",
        subject="A bridge without a river",
        preheader="A canal that is still a drawing, and two pieces from last week",
    ),
    Language.BE: Piece(
        title="Мост чакае сваёй ракі",
        standfirst="У вобласці збудавалі пераправу цераз канал, які пакуль існуе на паперы.",
        opening="Стужку перарэзалі ў пятніцу. Пад мостам — луг, а на лузе — каровы.",
        heading="Што далей",
        items=("вада — праз адну вясну", "дарога да моста, калі застануцца грошы"),
        source="План канала",
        byline="Ала Рыбак",
        shows="Мост над сухім лугам",
        credit="здымак аўтаркі",
        subject="Мост без ракі",
        preheader="Канал, які пакуль на паперы, і два тэксты мінулага тыдня",
    ),
    Language.RU: Piece(
        title="Мост ждёт свою реку",
        standfirst="В области построили переправу через канал, который пока есть только на бумаге.",
        opening="Ленту перерезали в пятницу. Под мостом — луг, а на лугу — коровы.",
        heading="Что дальше",
        items=("вода — через одну весну", "дорога к мосту, если останутся деньги"),
        source="План канала",
        byline="Алла Рыбак",
        shows="Мост над сухим лугом",
        credit="снимок автора",
        subject="Мост без реки",
        preheader="Канал, который пока на бумаге, и два текста прошлой недели",
    ),
}


def photo() -> bytes:
    """A JPEG of 1600 × 900 pixels."""
    drawn = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 900)).save(drawn, "JPEG")
    return drawn.getvalue()
