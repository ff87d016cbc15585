"""Whatever happens to the network, the server, the browser or a colleague: every word arrives."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from newsletter.commentaries.document import MAX_BLOCKS
from tests.browser.axe import Axe
from tests.browser.colleagues import A_MOMENT, Writer
from tests.browser.newsroom import free_port
from tests.faults.web import WORDS, Web, opened

TEXTS = 12


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    running = Web(tmp_path_factory.mktemp("web") / "data", free_port(), texts=TEXTS)
    running.start()
    yield running
    running.end()


@pytest.fixture
def writer(browser: Browser, web: Web) -> Iterator[Any]:
    """`writer("vera")` is somebody new."""
    writers: list[Writer] = []

    def come(handle: str) -> Writer:
        writers.append(Writer(browser, web, handle))
        return writers[-1]

    yield come
    for one in writers:
        one.context.close()
    assert [complaint for one in writers for complaint in one.complaints] == []


@pytest.fixture
def address(web: Web) -> str:
    """Of a text that no other test has."""
    return web.addresses.pop()


def stored(writer: Writer, address: str) -> list[str]:
    """The blocks that the server has, in words."""
    _revision, document = opened(writer.context.request.get(address).text())
    return ["".join(node.get("text", "") for node in block.get("content", [])) for block in document["content"]]


SAVED = re.compile(r"Saved \d\d:\d\d")


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


def test_words_typed_after_the_save_that_clashes_come_back_as_well(writer: Any, address: str) -> None:
    vera, taras = writer("vera").opens(address), writer("taras").opens(address)
    vera.page.route(f"**{address}", lambda route: route.abort())
    vera.types(" Sent,")
    vera.sees(re.compile("Saving fails"))
    vera.types(" and more.")
    vera.page.wait_for_timeout(A_MOMENT * 5)
    vera.page.close()
    taras.press("Take over")
    taras.types(" By Taras.")
    taras.is_saved()
    vera.opens(address)
    vera.sees(re.compile("choose"))
    expect(vera.block(0)).to_have_text(f"{WORDS[0]} Sent, and more.")
    # The last of her requests may still have left as her tab was closed.
    assert stored(vera, address)[0] in (f"{WORDS[0]} By Taras.", f"{WORDS[0]} Sent, By Taras.")


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
    vera.page.keyboard.press("Enter")
    vera.page.keyboard.type("Kept words.")
    vera.page.wait_for_timeout(A_MOMENT * 5)
    vera.page.close()
    vera.context.set_offline(False)
    fills(writer("taras"), address)
    refused = vera.opens(address).page.locator(".notice.refused")
    expect(refused).to_contain_text(f"more than {MAX_BLOCKS} paragraphs")
    expect(refused.locator("pre")).to_contain_text("Kept words.")
    assert axe.violations(vera.page) == []
    refused.get_by_role("button", name="Throw them away").click()
    vera.page.wait_for_timeout(A_MOMENT)
    vera.page.reload()
    expect(vera.page.locator(".editor.live")).to_be_visible()
    vera.is_saved()
    expect(vera.page.locator(".notice.refused")).to_be_hidden()


def test_both_versions_of_a_block_are_shown_and_somebody_chooses(writer: Any, address: str, axe: Axe) -> None:
    vera, taras = writer("vera").opens(address), writer("taras").opens(address)
    vera.context.set_offline(True)
    vera.types(" As Vera sees it.")
    vera.types(" Only Vera.", block=1)
    taras.press("Take over")
    taras.types(" As Taras sees it.")
    taras.is_saved()
    vera.context.set_offline(False)
    expect(vera.page.get_by_text("Saved, but for what somebody else changed too: choose")).to_be_visible()
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


def test_words_written_while_the_network_is_away_come_back_with_it(writer: Any, address: str, axe: Axe) -> None:
    vera = writer("vera").opens(address)
    vera.context.set_offline(True)
    vera.types(" Written offline.")
    vera.page.get_by_label("Title").fill("A title from afar")
    vera.sees(re.compile("Offline: kept in this browser since"))
    assert axe.violations(vera.page) == []
    vera.types(" More of it.", block=3)
    vera.page.wait_for_timeout(A_MOMENT * 5)
    vera.page.close()
    vera.context.set_offline(False)
    vera.opens(address)
    added = re.compile("Words from .* that had not reached the server were added.")
    expect(vera.page.get_by_text(added)).to_be_visible()
    expect(vera.page.get_by_label("Title")).to_have_value("A title from afar")
    expect(vera.block(0)).to_have_text(f"{WORDS[0]} Written offline.")
    assert stored(vera, address)[3] == f"{WORDS[3]} More of it."
    assert axe.violations(vera.page) == []
    vera.press("Throw them away")
    vera.is_saved()
    expect(vera.block(3)).to_have_text(WORDS[3])
    assert stored(vera, address) == list(WORDS)


def test_a_server_killed_while_it_saves_is_no_matter(writer: Any, address: str, web: Web) -> None:
    vera = writer("vera").opens(address)
    web.freeze()
    vera.types(" Killed")
    vera.sees("Saving…")
    vera.types(" in the middle")
    web.kill()
    vera.sees(re.compile("Saving fails: the server does not answer."))
    web.start()
    vera.is_saved()
    assert stored(vera, address)[0] == f"{WORDS[0]} Killed in the middle"


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
    vera.page.wait_for_timeout(2000)
    vera.is_saved()
    for _ in range(3):
        vera.page.keyboard.press("Control+z")
    expect(vera.block(0)).to_have_text(WORDS[0])
    expect(vera.block(2)).to_have_text(f"{WORDS[2]} By Taras.")
    vera.page.keyboard.press("Control+s")
    vera.is_saved()
    assert stored(vera, address) == [*WORDS[:2], f"{WORDS[2]} By Taras.", WORDS[3]]


def test_a_block_whose_deletion_was_saved_comes_back_by_undo(writer: Any, address: str) -> None:
    vera = writer("vera").opens(address)
    vera.block(2).click(click_count=3)
    for _ in range(2):
        vera.page.keyboard.press("Backspace")
    expect(vera.page.locator(".ProseMirror > *")).to_have_count(3)
    vera.sees(SAVED)
    assert stored(vera, address) == [*WORDS[:2], WORDS[3]]
    for _ in range(2):
        vera.page.keyboard.press("Control+z")
    expect(vera.block(2)).to_have_text(WORDS[2])
    vera.is_saved()
    assert stored(vera, address) == list(WORDS)


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


def test_somebody_who_is_signed_out_meanwhile_goes_on_after_signing_in(writer: Any, address: str, axe: Axe) -> None:
    vera = writer("vera").opens(address)
    vera.context.clear_cookies()
    vera.types(" Unseen.")
    vera.sees(re.compile("You are signed out. Your words are kept in this browser"))
    assert axe.violations(vera.page) == []
    vera.signs_in("taras")
    vera.sees(re.compile("Somebody else has signed in in this browser."))
    assert stored(vera, address) == list(WORDS)
    vera.signs_in()
    vera.press("Try now")
    vera.is_saved()
    assert stored(vera, address)[0] == f"{WORDS[0]} Unseen."


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
    vera.page.close()
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


def test_one_word_in_a_text_of_200_blocks_is_one_small_request(writer: Any, address: str) -> None:
    vera = writer("vera")
    long = {"type": "paragraph", "content": [{"type": "text", "text": "Words. " * 60}]}
    answer = vera.context.request.get("/desk/token")
    vera.context.request.patch(
        address,
        headers={"If-Match": '"1"', "X-CSRFToken": answer.json()["token"], "Content-Type": "application/json"},
        data=json.dumps({"blocks": {f"long{number}": long for number in range(196)}}),
    )
    vera.opens(address)
    expect(vera.text.locator("> *")).to_have_count(200)
    vera.types("word", block=100)
    vera.page.wait_for_timeout(2500)
    vera.is_saved()
    assert len(vera.patches) == 1
    assert len(vera.patches[0]) < 4000
