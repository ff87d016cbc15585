"""How long a key keeps the browser busy in a text of 200 blocks: `python -m tests.bench.typing [--desk translating]
[--json]`, on the writing page or beside a source as long.

Through the real app, in Chromium: from keydown until the editor has taken the letter in, and from the beginning of the
next frame until it is painted. Waiting for the screen in between is left out.
"""

import argparse
import json
import platform
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from newsletter.commentaries.document import MAX_BLOCKS
from newsletter.languages import Language
from tests.browser.conftest import ARGUMENTS
from tests.browser.newsroom import started
from tests.browser.translating.desk import Texts, TranslatingDesk, paragraph
from tests.needs import needs

WORDS_A_BLOCK = 60
KEYS = 200
FRAME = 16.7
"""Milliseconds."""

_FILL = """([blocks, words]) => {
    const { editor } = document.querySelector(".editor");
    const text = (at) => Array.from({ length: words }, (_, word) => `word${(at * words + word) % 997}`).join(" ");
    const block = (at) => ({ type: "paragraph", content: [{ type: "text", text: `${text(at)}.` }] });
    editor.commands.setContent({ type: "doc", content: Array.from({ length: blocks }, (_, at) => block(at)) });
}"""

_WATCH = """() => {
    const { editor } = document.querySelector(".editor");
    window.keys = [];
    let key = null;
    addEventListener("keydown", () => {
        const taken = performance.now();
        key = { taken };
        requestAnimationFrame(() => {
            const frame = performance.now();
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => keys.push({ input: key.input, frame: performance.now() - frame });
            port2.postMessage(null);
        });
    }, { capture: true });
    editor.on("update", () => (key.input = performance.now() - key.taken));
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desk", choices=["writing", "translating"], default="writing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    report = measured(asked.desk)
    if asked.json:
        print(json.dumps(report))
    else:
        for name, value in report.items():
            print(f"{name:>24}  {value}")


def measured(desk: str) -> dict[str, object]:
    chromium = needs("chromium", "apt-get install chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder) / "data", sample=True) as newsroom,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS) as browser,
    ):
        page = browser.new_page(base_url=newsroom.url)
        page.goto(newsroom.opening)
        {"writing": _begin_to_write, "translating": _begin_to_translate}[desk](page)
        keys = _typed(page)
        milliseconds = [key["input"] + key["frame"] for key in keys]
        return {
            "desk": desk,
            "blocks": MAX_BLOCKS,
            "words a block": WORDS_A_BLOCK,
            "keys": len(milliseconds),
            "median ms": round(statistics.median(milliseconds), 2),
            "95 % under ms": round(statistics.quantiles(milliseconds, n=20)[-1], 2),
            "longest ms": round(max(milliseconds), 2),
            "median of input ms": round(statistics.median(key["input"] for key in keys), 2),
            "longer than a frame": sum(taken > FRAME for taken in milliseconds),
            "browser": browser.version,
            "machine": f"{platform.machine()}, {_processor()}",
        }


def _begin_to_write(page: Page) -> None:
    page.goto("/desk/commentaries/1/en")
    expect(page.locator(".editor.live")).to_be_visible()
    page.evaluate(_FILL, [MAX_BLOCKS, WORDS_A_BLOCK])


def _begin_to_translate(page: Page) -> None:
    """Every block is tied to one of the source."""
    texts = Texts(page)
    words = [
        " ".join(f"word{(at * WORDS_A_BLOCK + word) % 997}" for word in range(WORDS_A_BLOCK))
        for at in range(MAX_BLOCKS)
    ]
    texts.save(Language.EN, *(paragraph(f"source{at}", f"{line}.") for at, line in enumerate(words)))
    texts.take(Language.BE)
    seen = texts.revision(Language.EN)
    tied = (paragraph(f"target{at}", f"{line}.", of=[f"source{at}"], seen=seen) for at, line in enumerate(words))
    texts.save(Language.BE, *tied, title="Масты", heads={"title": {"seen": seen}})
    TranslatingDesk(page, texts).stands(f"{MAX_BLOCKS + 1} of {MAX_BLOCKS + 1} current")


def _typed(page: Page) -> list[dict[str, float]]:
    page.locator(".ProseMirror p").nth(MAX_BLOCKS // 2).click()
    # What opening and filling left to be done isn't typing's.
    page.wait_for_timeout(3_000)
    page.evaluate(_WATCH)
    for at in range(KEYS):
        page.keyboard.press("Space" if at % 6 == 5 else "e")
        page.wait_for_timeout(60)
    keys: list[dict[str, float]] = page.evaluate("keys")
    return keys


def _processor() -> str:
    """Its name as Linux has it, or as well as Python knows it."""
    told = Path("/proc/cpuinfo")
    names = [line for line in told.read_text().splitlines() if line.startswith("model name")] if told.exists() else []
    return names[0].partition(":")[2].strip() if names else platform.processor()


if __name__ == "__main__":
    main()
