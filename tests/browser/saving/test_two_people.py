"""Two people in one text: nobody's words are lost, and nobody is surprised."""

import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.axe import Axe
from tests.browser.hands import pause, press
from tests.browser.saving.colleagues import SAVED, stored
from tests.faults.web import WORDS


def test_two_people_in_one_text(writer: Any, address: str, axe: Axe) -> None:
    vera, taras = writer("vera").opens(address), writer("taras")
    vera.types(" By Vera.")
    vera.sees(SAVED)
    taras.opens(address)
    expect(taras.page.get_by_text("vera is writing in this text.")).to_be_visible()
    expect(taras.text).not_to_be_editable()
    assert axe.violations(taras.page) == []
    vera.types(" Vera again.", block=1)
    vera.sees(SAVED)
    taras.looks_up()
    expect(taras.block(1)).to_have_text(f"{WORDS[1]} Vera again.")
    taras.press("Take over")
    expect(taras.text).to_be_editable()
    vera.looks_up()
    expect(vera.page.get_by_text(re.compile(r"taras took over at \d\d:\d\d. Your words are saved."))).to_be_visible()
    expect(vera.text).not_to_be_editable()
    taras.types(" By Taras.", block=2)
    taras.is_saved()
    vera.looks_up()
    expect(vera.block(2)).to_have_text(f"{WORDS[2]} By Taras.")
    vera.press("Take over")
    vera.types(" Back.", block=3)
    vera.sees(SAVED)
    assert stored(vera, address) == [
        f"{WORDS[0]} By Vera.",
        f"{WORDS[1]} Vera again.",
        f"{WORDS[2]} By Taras.",
        f"{WORDS[3]} Back.",
    ]


def test_both_versions_of_a_block_are_shown_and_somebody_chooses(writer: Any, address: str, axe: Axe) -> None:
    vera, taras = writer("vera").opens(address), writer("taras").opens(address)
    vera.context.set_offline(True)
    vera.types(" As Vera sees it.")
    vera.types(" Only Vera.", block=1)
    taras.press("Take over")
    taras.types(" As Taras sees it.")
    taras.is_saved()
    vera.context.set_offline(False)
    vera.sees("Saved, but for what somebody else changed too: choose")
    expect(taras.block(1)).to_have_text(f"{WORDS[1]} Only Vera.")
    vera.press("Sign out")
    dialog = vera.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Some of your words have not reached the server")
    assert axe.violations(vera.page) == []
    dialog.get_by_role("button", name="Stay").click()
    vera.press("Choose")
    expect(dialog.locator("ins")).to_contain_text("Vera")
    assert axe.violations(vera.page) == []
    dialog.get_by_label("Both, mine below").check()
    dialog.get_by_role("button", name="Save the choice").click()
    vera.is_saved()
    both = [f"{WORDS[0]} As Taras sees it.", f"{WORDS[0]} As Vera sees it.", f"{WORDS[1]} Only Vera.", *WORDS[2:]]
    assert stored(vera, address) == both


def test_undo_reaches_back_over_what_was_saved_and_leaves_others_words(writer: Any, address: str) -> None:
    vera = writer("vera").opens(address)
    vera.types(" First.")
    vera.is_saved()
    vera.sees(SAVED)
    taras = writer("taras").opens(address)
    taras.press("Take over")
    taras.types(" By Taras.", block=2)
    taras.is_saved()
    vera.looks_up()
    expect(vera.block(2)).to_have_text(f"{WORDS[2]} By Taras.")
    vera.press("Take over")
    vera.types(" Second.")
    pause(vera.page, 2000)
    vera.is_saved()
    press(vera.page, *["Control+z"] * 3)
    expect(vera.block(0)).to_have_text(WORDS[0])
    expect(vera.block(2)).to_have_text(f"{WORDS[2]} By Taras.")
    press(vera.page, "Control+s")
    vera.is_saved()
    assert stored(vera, address) == [*WORDS[:2], f"{WORDS[2]} By Taras.", WORDS[3]]


# Blocks are strings here, and the server has A and B at revision 1, of which B is deleted.
DELETED = """async () => {
    const { src } = document.querySelector("script[src$='js/autosave.js']");
    const { Saved } = await import(new URL("words.js", src));
    const blocksOf = (blocks) => ({ order: Object.keys(blocks), blocks: new Map(Object.entries(blocks)) });
    const words = (blocks) => ({ title: "", standfirst: "", ...blocksOf(blocks) });
    const opened = () => new Saved(words({ a: "A", b: "B" }), 1);
    const now = words({ a: "A" });
    const byAnother = { revision: 3, theirs: { blocks: { b: "By Taras" } } };

    const meanwhile = opened().accept({ revision: 1, patch: { title: "" } }, byAnother, now);

    const chosen = opened();
    chosen.held.add("b");
    chosen.based.set("b", 1);
    chosen.accept({ revision: 1, patch: { title: "" } }, byAnother, now);
    chosen.settle("b", "By Taras", 2);

    const edited = opened();
    edited.accept({ revision: 1, patch: { title: "" } }, byAnother, words({ a: "A", b: "By Vera" }));

    const pending = { revision: 1, patch: { order: ["a"] } };
    const kept = opened().patches(words({ a: "A", b: "B" }), { pending });

    const back = opened();
    back.refuse(pending, 2, words({ a: "A", b: "B" }));
    return {
        meanwhile: [meanwhile.order, meanwhile.blocks.get("b")],
        chosen: chosen.patches(now),
        edited: edited.patches(now),
        kept,
        back: back.patches(words({ a: "A", b: "B" })),
    };
}"""


def test_a_block_that_is_deleted_here_and_changed_there_is_neither_lost_nor_forgotten(
    writer: Any, address: str
) -> None:
    found = writer("vera").opens(address).page.evaluate(DELETED)
    assert found["meanwhile"] == [["a", "b"], "By Taras"], "another's words went with the block"
    assert found["chosen"] == [{"revision": 3, "patch": {"order": ["a"]}}], "the choice to delete was not sent"
    assert found["edited"] == [{"revision": 1, "patch": {"deleted": ["b"]}}], (
        "the server is not asked whether it may go"
    )
    assert found["kept"] == [{"revision": 1, "patch": {"blocks": {"b": "B"}}}], "a lost tab forgets what was put back"
    assert found["back"] == [{"revision": 2, "patch": {"blocks": {"b": "B"}}}], "what was put back is taken for known"
