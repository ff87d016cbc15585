"""The sheet on which a text stands beside its source: on a phone, in a low window, beside another source, for all."""

from playwright.sync_api import Page, expect

from tests.browser.axe import Axe
from tests.browser.hands import pause
from tests.browser.translating.desk import BE, CLOSING, EN, RU, Texts, TranslatingDesk, paragraph


def test_on_a_phone_each_block_stands_below_its_source(page: Page, translated: Texts) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    desk = TranslatingDesk(page, translated)
    tops = [
        desk.top(place)
        for place in (
            desk.source("The bridge"),
            desk.block("Мост"),
            desk.source("Lorries"),
            desk.block("Грузавікі"),
            desk.source("ferry"),
        )
    ]
    assert tops == sorted(tops)
    desk.source("Lorries").click()
    desk.types(" Так.")
    expect(desk.block("Грузавікі")).to_have_text("Грузавікі плацяць. Легкавікі не. Так.")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_line_that_is_typed_stays_above_the_state_of_saving(page: Page, translated: Texts) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    desk = TranslatingDesk(page, translated)
    desk.goes_to("Паром")
    desk.press("End")
    desk.types(" Улетку, і ўзімку, і ў дождж." * 12)
    pause(page)
    line = page.evaluate("() => getSelection().getRangeAt(0).getBoundingClientRect().bottom")
    assert 0 < line < page.locator(".desk-foot").evaluate("(foot) => foot.getBoundingClientRect().top")


def test_axe_finds_nothing_with_every_state_in_sight(page: Page, translated: Texts, axe: Axe) -> None:
    machine = paragraph(
        "be-closing", "Паром улетку ходзіць.", of=["closing"], seen=translated.revision(EN), machine=True
    )
    translated.save(BE, machine, order=["be-opening", "be-toll", "be-closing"])
    translated.save(
        EN, paragraph("opening", "The bridge is shut again."), paragraph("fresh", "Walkers cross."), CLOSING
    )
    desk = TranslatingDesk(page, translated)
    desk.stands("3 of 6 current, 1 changed, 1 to write, 1 without source, 1 by a machine")
    for words in ("Мост", "Грузавікі", "Паром"):
        desk.goes_to(words)
        assert axe.violations(page) == []
    desk.press("Control+Enter")
    desk.saves()
    assert "machine" not in translated.document(BE)[-1]["attrs"]


def test_a_text_can_be_translated_from_another_one_and_back(page: Page, translated: Texts) -> None:
    translated.take(RU)
    seen = translated.revision(EN)
    ru = [
        ("opening", "Мост снова открыт."),
        ("toll", "Грузовики платят. Легковые нет."),
        ("closing", "Паром летом ходит."),
    ]
    translated.save(RU, *[paragraph(f"ru-{of}", words, of=[of], seen=seen) for of, words in ru], title="Мосты")
    desk = TranslatingDesk(page, translated)
    page.get_by_label("Translate from").select_option("ru")
    page.get_by_role("button", name="Choose", exact=True).click()
    expect(page.locator(".sheet-head.of-source")).to_contain_text("Русский")
    desk.stands("0 of 5 current, 4 changed, 1 without source")
    assert desk.stand_beside("Грузовики", "Грузавікі")
    page.get_by_label("Translate from").select_option("en")
    page.get_by_role("button", name="Choose", exact=True).click()
    expect(page.locator(".sheet-head.of-source")).to_contain_text("English")
    assert desk.stand_beside("Lorries", "Грузавікі")
