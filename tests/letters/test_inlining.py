import http.server
import threading

from newsletter.letters.inlining import inline
from tests.letters.samples import letters

PAGE = """<!DOCTYPE html>
<html><head>%s<style>.a { color: red; background-color: white } .a { color: blue !important }</style>
<style data-premailer="ignore">@media (prefers-color-scheme: dark) { .a { color: white !important } }
[data-ogsc] .a { color: white !important }</style></head>
<body><p class="a">Words</p><img src="https://example.org/a.png" style="height:auto"></body></html>"""


def test_a_letter_keeps_its_dark_mode_rules() -> None:
    for letter in (letter for name, letter in letters().items() if "discreet" not in name):
        assert "@media (prefers-color-scheme: dark)" in letter.html
        assert "[data-ogsc] .inner" in letter.html
        assert "!important" in letter.html


def test_rules_move_into_the_elements_that_they_match() -> None:
    inlined = inline(PAGE % "")
    assert '<p class="a" style="color:blue !important; background-color:white">' in inlined
    assert ".a { color: red }" not in inlined


def test_what_a_style_says_is_not_said_again_in_an_attribute() -> None:
    inlined = inline(PAGE % "")
    assert '<img src="https://example.org/a.png" style="height:auto">' in inlined
    assert "bgcolor" not in inlined


def test_a_style_sheet_elsewhere_is_not_fetched() -> None:
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

    with http.server.HTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        inline(PAGE % f'<link rel="stylesheet" href="http://127.0.0.1:{server.server_port}/a.css">')
        server.shutdown()
    assert asked == []
