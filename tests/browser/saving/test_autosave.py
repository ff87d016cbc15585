"""Saved while it is written, whatever happens to the server or the session."""

import json
import re
from typing import Any

from playwright.sync_api import expect

from tests.browser.axe import Axe
from tests.browser.hands import pause, press
from tests.browser.saving.colleagues import SAVED, stored
from tests.faults.web import WORDS, Web


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


def test_a_block_whose_deletion_was_saved_comes_back_by_undo(writer: Any, address: str) -> None:
    vera = writer("vera").opens(address)
    vera.block(2).click()
    press(vera.page, "End", "Shift+Home", "Backspace", "Backspace")
    expect(vera.page.locator(".ProseMirror > *")).to_have_count(3)
    vera.sees(SAVED)
    assert stored(vera, address) == [*WORDS[:2], WORDS[3]]
    press(vera.page, *["Control+z"] * 2)
    expect(vera.block(2)).to_have_text(WORDS[2])
    vera.is_saved()
    assert stored(vera, address) == list(WORDS)


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
    pause(vera.page, 2500)
    vera.is_saved()
    assert len(vera.patches) == 1
    assert len(vera.patches[0]) < 4000
