"""Words that hadn't reached the server come back, whatever became of the tab."""

import re
from typing import Any

from playwright.sync_api import expect

from newsletter.commentaries.document import MAX_BLOCKS
from tests.browser.axe import Axe
from tests.browser.hands import pause, press, type_words
from tests.browser.saving.colleagues import Writer, comes_to_be_stored, stored
from tests.faults.web import WORDS, opened


def test_words_typed_after_the_save_that_clashes_come_back_as_well(writer: Any, address: str) -> None:
    vera, taras = writer("vera").opens(address), writer("taras").opens(address)
    vera.page.route(f"**{address}", lambda route: route.abort())
    vera.types(" Sent,")
    vera.sees(re.compile("Saving fails"))
    vera.types(" and more.")
    pause(vera.page, 500)
    vera.page.close()
    taras.press("Take over")
    taras.types(" By Taras.")
    taras.is_saved()
    vera.opens(address)
    vera.sees(re.compile("choose"))
    expect(vera.block(0)).to_have_text(f"{WORDS[0]} Sent, and more.")
    # The last of her requests may still have left as her tab was closed, with as much as she had typed by then.
    left = [" Sent,"[:length] for length in range(len(" Sent,") + 1)]
    assert stored(vera, address)[0] in [f"{WORDS[0]}{some} By Taras." for some in left]


def fills(writer: Writer, address: str) -> None:
    """To the last block that a text may have."""
    revision, document = opened(writer.context.request.get(address).text())
    there = [block["attrs"]["id"] for block in document["content"]]
    new = {f"more{number}": {"type": "paragraph"} for number in range(MAX_BLOCKS - len(there))}
    token = writer.context.request.get("/desk/token").json()["token"]
    headers = {"If-Match": f'"{revision}"', "X-CSRFToken": token}
    answer = writer.context.request.patch(address, headers=headers, data={"blocks": new, "order": [*there, *new]})
    assert answer.ok


def test_words_that_can_never_be_added_are_shown_to_be_copied(writer: Any, address: str, axe: Axe) -> None:
    vera = writer("vera").opens(address)
    vera.context.set_offline(True)
    vera.types("")
    press(vera.page, "Enter")
    type_words(vera.page, "Kept words.")
    pause(vera.page, 500)
    vera.is_cut_off()
    vera.context.set_offline(False)
    fills(writer("taras"), address)
    refused = vera.opens(address).page.locator(".notice.refused")
    expect(refused).to_contain_text(f"more than {MAX_BLOCKS} paragraphs")
    expect(refused.locator("pre")).to_contain_text("Kept words.")
    assert axe.violations(vera.page) == []
    refused.get_by_role("button", name="Throw them away").click()
    pause(vera.page)
    vera.page.reload()
    expect(vera.page.locator(".editor.live")).to_be_visible()
    vera.is_saved()
    expect(vera.page.locator(".notice.refused")).to_be_hidden()


def test_words_written_while_the_network_is_away_come_back_with_it(writer: Any, address: str, axe: Axe) -> None:
    vera = writer("vera").opens(address)
    vera.context.set_offline(True)
    vera.types(" Written offline.")
    vera.page.get_by_label("Title").fill("A title from afar")
    vera.sees(re.compile("Offline: kept in this browser since"))
    assert axe.violations(vera.page) == []
    vera.types(" More of it.", block=3)
    pause(vera.page, 500)
    vera.is_cut_off()
    vera.context.set_offline(False)
    vera.opens(address)
    added = re.compile("Words from .* that had not reached the server were added.")
    expect(vera.page.get_by_text(added)).to_be_visible()
    expect(vera.page.get_by_label("Title")).to_have_value("A title from afar")
    expect(vera.block(0)).to_have_text(f"{WORDS[0]} Written offline.")
    assert stored(vera, address)[3] == f"{WORDS[3]} More of it."
    assert axe.violations(vera.page) == []
    vera.press("Throw them away")
    expect(vera.block(3)).to_have_text(WORDS[3])
    assert comes_to_be_stored(vera, address) == list(WORDS)


FILL = """() => {
    for (let size = 1 << 20; size; size >>= 1) {
        try { for (let n = 0; ; n++) localStorage.setItem(`${size}-${n}`, "x".repeat(size)); } catch { continue; }
    }
}"""


def test_where_one_store_is_full_another_keeps_the_words_and_where_none_does_it_is_said(
    writer: Any, address: str
) -> None:
    vera = writer("vera").opens(address)
    vera.page.evaluate(FILL)
    vera.context.set_offline(True)
    vera.types(" Kept elsewhere.")
    vera.sees(re.compile("Offline: kept in this browser"))
    vera.is_cut_off()
    vera.context.set_offline(False)
    vera.opens(address)
    expect(vera.block(0)).to_have_text(f"{WORDS[0]} Kept elsewhere.")
    vera.context.set_offline(True)
    vera.page.evaluate("() => { IDBFactory.prototype.open = () => { throw new Error('full'); }; }")
    vera.types(" Nowhere.")
    vera.sees(re.compile("Neither saved nor kept"))
    with vera.page.expect_event("dialog") as asked:
        vera.page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
