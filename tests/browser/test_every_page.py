"""Every page, as somebody meets it who can't see, can't see colours, zooms, or holds a small phone."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, StorageState, ViewportSize, expect

from newsletter.languages import Language
from tests.browser.acquaintances import links_of_readers
from tests.browser.axe import Axe
from tests.browser.controls import controls
from tests.browser.newsroom import Newsroom
from tests.browser.places import PLACES, Place
from tests.browser.readers import PAGE_OF, open_mail
from tests.browser.watching import Visits, Watch

PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1280, height=900)
ZOOMED = ViewportSize(width=640, height=450)
"""At 200 %, a window 1280 pixels wide has room for 640."""

Tokens = dict[str, str]


@pytest.fixture(scope="module")
def tokens(browser: Browser, newsroom: Newsroom, signed_in: StorageState) -> dict[Language, Tokens]:
    """What the paths of the places name, for each language: a slug, and the ends of links in letters."""
    with browser.new_context(base_url=newsroom.url, storage_state=signed_in) as context:
        page = context.new_page()
        page.goto("/desk/staff")
        page.get_by_role("listitem").filter(has_text="marta").get_by_role("button", name="Send a new link").click()
        shared = {"invitation": _end(open_mail(page, "marta@example.org").get_by_role("link").first)}
        shared["mail"] = _end(page.url)
        return {
            PAGE_OF[reading]: {
                **shared,
                **links,
                "reading": reading,
                "commentary": _first_commentary(context, PAGE_OF[reading]),
            }
            for reading, links in links_of_readers(newsroom).items()
        }


def _first_commentary(context: BrowserContext, language: Language) -> str:
    issue = context.request.get(f"/{language}/issues/1").text()
    found = re.search(rf'/{language}/commentaries/([^"/]+)"', issue)
    assert found
    return found[1]


def _end(link: Locator | str) -> str:
    """The last part of an address."""
    address = link if isinstance(link, str) else link.get_attribute("href") or ""
    return address.rpartition("/")[2]


Windows = dict[bool, tuple[Page, Watch]]
Opened = Callable[[Place, Language], Page]


@pytest.fixture(scope="module")
def windows(browser: Browser, newsroom: Newsroom, signed_in: StorageState) -> Iterator[Windows]:
    """One of the desk and one of a stranger: what a page needs is fetched once, and every page after that is quick."""
    with ExitStack() as stack:
        contexts = {
            desk: stack.enter_context(browser.new_context(base_url=newsroom.url, storage_state=state))
            for desk, state in ((True, signed_in), (False, None))
        }
        yield {desk: (context.new_page(), Watch(context)) for desk, context in contexts.items()}


@pytest.fixture
def opened(newsroom: Newsroom, windows: Windows, tokens: dict[Language, Tokens]) -> Iterator[Opened]:
    """`opened(place, language)`: the page there, in that language. What the browser complains of fails the test."""

    def at(place: Place, language: Language) -> Page:
        page, watch = windows[place.desk]
        watch.expected = {place.status}
        page.context.add_cookies([{"name": "language", "value": language, "url": newsroom.url}])
        answer = page.goto(place.path.format(language=language, **tokens[language]))
        assert answer
        assert answer.status == place.status
        assert page.locator("html").get_attribute("lang") == language
        return page

    for _, watch in windows.values():
        watch.complaints.clear()
    yield at
    assert [complaint for _, watch in windows.values() for complaint in watch.complaints] == []


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_open_to_everybody(opened: Opened, axe: Axe, name: str) -> None:
    """axe finds nothing in light and dark, and nothing is wider than a small phone: in English, and in Belarusian or
    Russian, whose words are as long as each other's, in turn."""
    page = opened(PLACES[name], Language.EN)
    page.set_viewport_size(DESKTOP)
    assert axe.violations(page) == []
    page.set_viewport_size(PHONE)
    assert _wider_than_its_window(page) == []
    opened(PLACES[name], (Language.BE, Language.RU)[list(PLACES).index(name) % 2])
    assert _wider_than_its_window(page) == []


@pytest.mark.parametrize("name", ["front page", "commentary", "week", "writing", "builder", "settings"])
def test_nothing_is_lost_at_twice_the_size(opened: Opened, name: str) -> None:
    """Whatever could be pressed or filled in still can, behind the menu button at most."""
    page = opened(PLACES[name], Language.RU)
    page.set_viewport_size(DESKTOP)
    before = set(controls(page))
    page.set_viewport_size(ZOOMED)
    assert _wider_than_its_window(page) == []
    if (menu := page.locator(".menu-button")).is_visible():
        menu.click()
    assert before - set(controls(page)) == set()


def test_axe_finds_nothing_where_an_issue_is_asked_to_leave(
    visit: Visits, newsroom: Newsroom, signed_in: StorageState, axe: Axe
) -> None:
    """Pages of a locked issue, which is unlocked again."""
    page = visit(newsroom, storage_state=signed_in)
    page.goto("/desk/issues/2")
    page.get_by_role("button", name="Lock issue").click()
    page.get_by_role("button", name="Schedule…").click()
    for path in ("/desk/issues/2", "/desk/issues/2/send", "/desk/issues/2/unlock"):
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert axe.violations(page) == []
        page.goto(path)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("button", name="Lock issue")).to_be_visible()


def _wider_than_its_window(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            if (scrollWidth <= clientWidth) return [];
            const wide = [...document.body.querySelectorAll("*")].filter(
                (element) => element.getBoundingClientRect().right > clientWidth);
            return [`${scrollWidth} > ${clientWidth}`, ...wide.map((element) => element.outerHTML.slice(0, 120))];
        }"""
    )
    return found
