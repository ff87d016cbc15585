"""What on a page can be pressed or filled in."""

from playwright.sync_api import Page

_LIST = """() => {
    const name = (control) => control.name || control.ariaLabel || control.textContent.trim() || control.href;
    const within = "a[href], button, input, select, textarea, summary, [tabindex='0'], [contenteditable='true']";
    const inAText = (control) => control.parentElement.closest("[contenteditable]");
    const notChosen = (control) => control.type === "radio" && !control.checked;
    const usable = (control) => control.checkVisibility({ visibilityProperty: true }) && control.tabIndex >= 0
        && !control.disabled && control.type !== "hidden" && !inAText(control) && !notChosen(control);
    return [...document.querySelectorAll(within)].filter(usable).map(name);
}"""

_FOCUSED = """() => {
    const control = document.activeElement;
    if (["BODY", "IFRAME"].includes(control.tagName)) return control.tagName;
    return control.name || control.ariaLabel || control.textContent.trim() || control.href;
}"""

OUTSIDE = ("BODY", "IFRAME")
MOST = 200
"""No page has more of them; a focus that stays in a trap ends here."""


def controls(page: Page) -> list[str]:
    """Their names, in the order of the page; of radio buttons the chosen ones."""
    found: list[str] = page.evaluate(_LIST)
    return found


def reached_by_tab(page: Page) -> list[str]:
    """What has the focus after each press of Tab, until it begins anew; without the insides of framed pages."""
    reached: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        focused: str = page.evaluate(_FOCUSED)
        if reached and focused == reached[0]:
            break
        reached.append(focused)
    return [focused for focused in reached if focused not in OUTSIDE]
