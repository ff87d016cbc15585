"""Every letter as a mail program shows it: light and dark, wide and narrow, and by one that knows next to nothing."""

import re
from collections.abc import Iterator
from unittest.mock import ANY

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import OF_COLOUR, Axe
from tests.letters.graders.enhancements import without_enhancements
from tests.letters.samples import READER, letters

# A desk, a phone, and that phone with everything twice as large.
WIDTHS = (1280, 360, 180)

# What WCAG 2.2 asks for, and no more.
BY_THE_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Where no picture ever arrives, as in a program that asks first."""
    with browser.new_context() as context:
        context.route("**", lambda route: route.abort())
        yield context.new_page()


def mails() -> dict[str, str]:
    return {name: letter.filled(READER).html for name, letter in letters().items()}


def test_axe_finds_nothing_in_any_letter_in_light_or_in_dark(page: Page, axe: Axe) -> None:
    found = []
    for name, html in mails().items():
        # Axe takes a ground without a colour for white, in the dark too.
        page.set_content(html.replace("<body>", '<body style="background: Canvas">'))
        found += [f"{name}: {violation}" for violation in axe.violations(page) if not known(name, violation)]
    assert found == []


def known(name: str, violation: str) -> bool:
    """A discreet letter looks like a note from someone: its subject is all the title that it has."""
    return "discreet" in name and violation.startswith("light: page-has-heading-one")


def test_the_poorest_of_programs_shows_a_letter_that_can_be_read(page: Page, axe: Axe) -> None:
    page.emulate_media(color_scheme="light")
    found = []
    # In the language whose words are longest.
    for name, html in [each for each in mails().items() if each[0].endswith(".be")]:
        page.set_content(without_enhancements(html))
        found += [f"{name}: {violation}" for violation in axe.run(page, {"runOnly": BY_THE_STANDARD})]
        found += [f"{name} is {wide} wide at {width}" for width, wide in widths(page, 1280, 360)]
    assert found == []


def test_no_letter_is_wider_than_its_screen(page: Page) -> None:
    found = []
    for name, html in mails().items():
        page.set_content(with_an_endless_word(html))
        found += [f"{name} is {wide} wide at {width}" for width, wide in widths(page, *WIDTHS)]
    assert found == []


def widths(page: Page, *screens: int) -> Iterator[tuple[int, int]]:
    """Those screens that don't hold the page, with the page's width."""
    for screen in screens:
        page.set_viewport_size({"width": screen, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > screen:
            yield screen, wide


def with_an_endless_word(html: str) -> str:
    return re.sub(r"(<p\b[^>]*>)", rf"\1https://example.org/{'endless' * 30} ", html)


def test_outlook_s_dark_colours_can_be_told_apart(page: Page, axe: Axe) -> None:
    """It takes the media query away, and says which elements' colours it has changed."""
    found = []
    for name in ("edition.be", "plan.en"):
        html = re.sub(r"@media \(prefers-color-scheme: dark\) \{.*?\n\}\n", "", mails()[name], flags=re.DOTALL)
        page.set_content(html.replace("<body", '<body data-ogsc="" data-ogsb=""'))
        assert page.locator(".sheet").evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(27, 30, 35)"
        found += axe.run(page, {"runOnly": OF_COLOUR})
    assert found == []


def test_a_photo_keeps_its_shape_on_a_phone(browser: Browser) -> None:
    """Without a height, of which Yahoo would make a minimum."""
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        context.route("**", lambda route: route.fulfill(body=_PICTURE, content_type="image/svg+xml"))
        page = context.new_page()
        page.set_content(mails()["edition.en"])
        assert page.locator("img").first.bounding_box() == {"x": 20, "y": ANY, "width": 320, "height": 180}


_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="675"/>'


def test_the_preheader_is_read_in_the_list_of_mails_only(page: Page) -> None:
    for name, html in mails().items():
        page.set_content(html)
        assert page.locator(".preheader").count() == ("discreet" not in name), name
        assert "‌" not in page.inner_text("body"), name
