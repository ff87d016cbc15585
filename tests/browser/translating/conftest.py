"""A text in Belarusian beside its English source, in the sample newsroom."""

import pytest
from playwright.sync_api import Page, StorageState

from tests.browser.newsroom import Newsroom
from tests.browser.translating.desk import BE, CLOSING, EN, OPENING, TOLL, Texts, paragraph
from tests.browser.watching import Visits


@pytest.fixture
def page(visit: Visits, newsroom: Newsroom, signed_in: StorageState) -> Page:
    return visit(newsroom, storage_state=signed_in)


@pytest.fixture
def texts(page: Page) -> Texts:
    made = Texts(page)
    made.save(EN, OPENING, TOLL, CLOSING, standfirst="A crossing for all.")
    made.take(BE)
    return made


@pytest.fixture
def translated(texts: Texts) -> Texts:
    """Block by block, from the newest revision."""
    seen = texts.revision(EN)
    texts.save(
        BE,
        paragraph("be-opening", "Мост зноў адкрыты.", of=["opening"], seen=seen),
        paragraph("be-toll", "Грузавікі плацяць. Легкавікі не.", of=["toll"], seen=seen),
        paragraph("be-closing", "Паром улетку ходзіць.", of=["closing"], seen=seen),
        title="Масты",
        standfirst="Пераправа для ўсіх.",
        heads={"title": {"seen": seen}, "standfirst": {"seen": seen}},
    )
    return texts
