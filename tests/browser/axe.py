"""Accessibility as axe-core sees it."""

from typing import Any

from playwright.sync_api import Page

OF_COLOUR = ("color-contrast", "link-in-text-block")


class Axe:
    def __init__(self, script: str) -> None:
        self.script = script

    def violations(self, page: Page) -> list[str]:
        """Of every rule in light, and once more in dark of those that look at colours."""
        found = []
        for scheme, only in (("light", None), ("dark", {"runOnly": OF_COLOUR})):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found += [f"{scheme}: {violation}" for violation in self.run(page, only or {})]
        return found

    def run(self, page: Page, options: dict[str, Any]) -> list[str]:
        """Of the page as it is."""
        if not page.evaluate("'axe' in window"):
            # Evaluated, not added to the page, whose policy wouldn't have it.
            page.evaluate(self.script)
        result = page.evaluate("options => axe.run(document, options)", {**options, "resultTypes": ["violations"]})
        return [
            f"{violation['id']} at {node['target']}: {node['failureSummary']}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
