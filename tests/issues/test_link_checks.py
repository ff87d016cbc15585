"""The links of an issue: when they are looked at, what is kept of that, and what the preflight makes of it."""

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.issues.examining import examination
from newsletter.issues.models import Box, BoxKind, Issue
from newsletter.issues.outside import link_checks
from newsletter.issues.outside.link_checks import MOST, Standing
from newsletter.issues.outside.models import CheckedLink, LinkState
from newsletter.languages import Language
from tests import factories
from tests.conftest import SignIn
from tests.issues import outside
from tests.issues.outside import HOST, OTHER, Clock, NameServer, WebServer, name_server, status, trusting, web_server
from tests.issues.pages import desk
from tests.jobs import enqueued

pytestmark = pytest.mark.usefixtures("app")
LOCAL = "127.0.0.1"


@pytest.fixture
def names() -> Iterator[NameServer]:
    with name_server() as server:
        server.holds(HOST, "A", LOCAL)
        server.holds(OTHER, "A", LOCAL)
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def linking(*hrefs: str) -> dict[str, Any]:
    document = factories.document(*("One of the many words" for _ in hrefs))
    for block, href in zip(document["content"], hrefs, strict=True):
        block["content"][0]["marks"] = [{"type": "link", "attrs": {"href": href}}]
    return document


def issue_with(*hrefs: str) -> Issue:
    piece = factories.commentary()
    piece.texts[Language.EN].document = linking(*hrefs)
    for language in (Language.BE, Language.RU):
        piece.texts[language].source = None
    made = factories.issue(piece)
    db.session.commit()
    return made


def asked_about(issue: Issue) -> int:
    asked = link_checks.ask(issue, examination.addresses_in(issue))
    db.session.commit()
    return asked


def standing(issue: Issue) -> Standing:
    return link_checks.standing(examination.addresses_in(issue))


def told(issue: Issue) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in examination.examine(issue)]


def test_links_are_asked_about_once_and_again_a_day_later(names: NameServer, web: WebServer) -> None:
    issue = issue_with(web.address("/a"), web.address("/b"))
    assert (standing(issue).due, standing(issue).under_way) == (2, 0)
    assert (asked_about(issue), asked_about(issue)) == (2, 0)
    assert enqueued() == ["check_links"]
    assert (standing(issue).due, standing(issue).under_way) == (0, 2)
    link_checks.look_at_asked(trusting(names, LOCAL))
    assert sorted(asked.path for asked in web.asked) == ["/a", "/b"]
    assert (standing(issue).due, standing(issue).under_way) == (0, 0)
    with time_machine.travel(now() + dt.timedelta(hours=25)):
        assert standing(issue).due == asked_about(issue) == 2


def test_a_question_that_a_crash_left_open_is_asked_again_later() -> None:
    issue = issue_with(f"https://{HOST}/")
    asked_about(issue)
    with time_machine.travel(now() + dt.timedelta(minutes=20)):
        assert (standing(issue).due, asked_about(issue)) == (1, 1)


def test_a_dead_link_is_told_with_its_place_until_it_is_alive_again(names: NameServer, web: WebServer) -> None:
    issue = issue_with(web.address("/gone"))
    web.behaves = lambda _request: status(404)
    asked_about(issue)
    link_checks.look_at_asked(trusting(names, LOCAL))
    (finding,) = examination.examine(issue)
    assert (finding.rule, finding.blocks) == ("link-dead", False)
    assert f"“One of the many words → {web.address('/gone')}” is dead (HTTP 404)" in finding.message
    assert finding.place == f"/desk/commentaries/{issue.entries[0].commentary_id}/en"
    web.behaves = lambda _request: status(200)
    with time_machine.travel(now() + dt.timedelta(hours=25)):
        asked_about(issue)
        assert told(issue) == [("link-dead", finding.message)]  # until the answer is there
        link_checks.look_at_asked(trusting(names, LOCAL))
        assert told(issue) == []


def test_a_server_that_keeps_programs_out_is_told_as_a_doubt(names: NameServer, web: WebServer) -> None:
    issue = issue_with(web.address())
    web.behaves = lambda _request: status(403)
    asked_about(issue)
    link_checks.look_at_asked(trusting(names, LOCAL))
    ((rule, says),) = told(issue)
    assert rule == "link-unsure"
    assert "may be dead, or not answer programs (HTTP 403)" in says


def test_a_link_into_a_private_network_blocks_and_nobody_goes_there(names: NameServer, web: WebServer) -> None:
    issue = issue_with(web.address())
    asked_about(issue)
    link_checks.look_at_asked(trusting(names))
    assert not web.asked
    (finding,) = examination.examine(issue)
    assert (finding.rule, finding.blocks) == ("link-private", True)


def test_offline_is_one_doubt_and_not_one_a_link(names: NameServer) -> None:
    names.fails = True
    issue = issue_with(*(f"https://{HOST}/{number}" for number in range(7)))
    asked_about(issue)
    link_checks.look_at_asked(trusting(names, LOCAL))
    ((rule, says),) = told(issue)
    assert (rule, says) == ("link-unsure", "7 links could not be looked at: is this server online?")


def test_of_many_links_of_a_text_that_are_dead_the_first_are_told_and_the_rest_counted(
    names: NameServer, web: WebServer
) -> None:
    web.behaves = lambda _request: status(410)
    issue = issue_with(*(web.address(f"/{number}") for number in range(9)))
    asked_about(issue)
    link_checks.look_at_asked(trusting(names, LOCAL))
    findings = told(issue)
    assert [rule for rule, _says in findings] == ["link-dead"] * 6
    assert findings[-1][1].endswith("and 4 more like it")


def test_a_server_is_asked_one_thing_at_a_time_and_several_servers_at_once(names: NameServer) -> None:
    under_way: Counter[str] = Counter()
    most: Counter[str] = Counter()
    together = threading.Barrier(2)

    def slowly(asked: outside.Request) -> Iterator[bytes]:
        host = asked.headers["host"]
        under_way[host] += 1
        most[host] = max(most[host], under_way[host])
        if asked.path == "/0":
            together.wait(outside.PATIENCE)
        most["both"] = max(most["both"], under_way.total())
        time.sleep(0.05)
        under_way[host] -= 1
        yield from status(200)

    with web_server() as one, web_server() as other:
        one.behaves = other.behaves = slowly
        issue = issue_with(*(at.address(f"/{number}") for number in range(6) for at in (one, other)))
        asked_about(issue)
        link_checks.look_at_asked(trusting(names, LOCAL))
        assert len(one.asked) == len(other.asked) == 6
        assert sorted(most.values()) == [1, 1, 2]


def test_a_server_that_never_answers_costs_three_times_the_patience(
    names: NameServer, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.behaves = outside.dripping(Clock(monkeypatch))
    issue = issue_with(*(web.address(f"/{number}") for number in range(8)))
    asked_about(issue)
    link_checks.look_at_asked(trusting(names, LOCAL))
    assert len({asked.path for asked in web.asked}) == 3
    assert standing(issue).under_way == standing(issue).due == 0


def test_two_thousand_links_are_looked_at_two_hundred_at_a_time() -> None:
    documents = [linking(*(f"https://{HOST}/{part}/{number}" for number in range(200))) for part in range(10)]
    pieces = [factories.commentary(languages=(Language.EN,)) for _document in documents]
    for piece, document in zip(pieces, documents, strict=True):
        piece.texts[Language.EN].document = document
    issue = factories.issue(*pieces)
    assert standing(issue).due == 2000
    assert asked_about(issue) == MOST
    assert (standing(issue).due, standing(issue).under_way) == (1800, MOST)


def test_links_of_boxes_of_photos_and_of_the_words_of_the_mail_are_looked_at_too() -> None:
    piece = factories.commentary()
    issue = factories.issue(piece, openings={"en": f"See https://{HOST}/opening."})
    issue.boxes.append(Box(kind=BoxKind.SUPPORT, position=2, words={"en": "Help us"}, href=f"https://{HOST}/help"))
    issue.boxes.append(Box(kind=BoxKind.NOTE, position=3, words={"be": f"Глядзіце (https://{HOST}/note)!"}, href=""))
    assert examination.addresses_in(issue) == {f"https://{HOST}/{path}" for path in ("opening", "help", "note")}


def test_what_nobody_asked_about_for_three_months_is_forgotten() -> None:
    old, young = now() - dt.timedelta(days=91), now() - dt.timedelta(days=89)
    for digest, at in (("a" * 64, old), ("b" * 64, young)):
        db.session.add(CheckedLink(digest=digest, url="https://x.example", state=LinkState.ALIVE, asked_at=at))
    db.session.flush()
    link_checks.purge(now())
    assert [row.digest for row in db.session.query(CheckedLink)] == ["b" * 64]


def test_every_night_the_links_of_what_is_assembled_are_asked_about() -> None:
    issue_with(f"https://{HOST}/a")
    factories.issue(factories.commentary(), state="locked")
    examination.ask_for_links()
    assert enqueued() == ["check_links"]


def test_the_builder_says_how_the_links_stand_and_has_them_looked_at(
    client: FlaskClient, sign_in: SignIn, names: NameServer, web: WebServer
) -> None:
    sign_in()
    issue = issue_with(web.address("/a"), web.address("/b"))
    assert "2 links have not been looked at today." in client.get(desk(issue)).text
    page = client.post(desk(issue, "/links?view=dark"), follow_redirects=True)
    assert "2 links are being looked at" in page.text
    assert page.request.args["view"] == "dark"
    assert client.get(desk(issue, "/links")).json == {"under_way": 2}
    link_checks.look_at_asked(trusting(names, LOCAL))
    assert client.get(desk(issue, "/links")).json == {"under_way": 0}
    assert "2 links, looked at" in client.get(desk(issue)).text
