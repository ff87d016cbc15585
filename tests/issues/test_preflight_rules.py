"""What the preflight says of links, boxes, readings and finished letters, and who decides what blocks."""

import pytest

from newsletter.commentaries.hyperlinks import Hyperlink, hyperlinks_in
from newsletter.issues import preflight
from newsletter.issues.outside.models import LinkState, RecordState
from newsletter.issues.outside.trackers import counts_clicks, tracking_parameters, without_trackers
from newsletter.issues.preflight import RULES, Severity, decisions
from newsletter.issues.preflight.facts import BoxFacts, EarlierFacts, IssueFacts, LinkFacts
from newsletter.issues.preflight.telling_words import is_vague
from newsletter.languages import EditionKey, Language, Reading, Variant
from tests.factories import MONDAY
from tests.issues.issue_facts import box, edition, entry, findings, found, issue, sender, text

pytestmark = pytest.mark.usefixtures("app")

STANDARD = {EditionKey(reading): edition() for reading in Reading}
BOTH = {EditionKey(reading, variant): edition() for reading in Reading for variant in Variant}


def linking(href: str, words: str = "what the ministry says") -> IssueFacts:
    return issue(entry(text(links=(Hyperlink(href, words),))))


@pytest.mark.parametrize(
    ("href", "rules"),
    [
        ("https://example.org/page", []),
        ("mailto:desk@example.org", []),
        ("http://example.org/page", [("link-http", "warn")]),
        ("/desk/commentaries/4", [("link-relative", "block")]),
        ("//example.org/page", [("link-relative", "block")]),
        ("page.html", [("link-relative", "block")]),
        ("javascript:alert(1)", [("link-relative", "block")]),
        ("https://example.org/?id=4&utm_source=letter", [("link-tracker", "block")]),
        ("https://example.org/?fbclid=Iw", [("link-tracker", "block")]),
        ("https://bit.ly/3abc", [("link-tracker", "block")]),
        ("http://example.org/?gclid=4", [("link-http", "warn"), ("link-tracker", "block")]),
    ],
)
def test_where_a_link_leads(href: str, rules: list[tuple[str, str]]) -> None:
    assert sorted((rule, severity) for rule, severity, place in found(linking(href))) == sorted(rules)


def test_a_tracker_is_named_and_the_address_without_it_offered() -> None:
    (finding,) = findings(linking("https://example.org/a?id=4&utm_source=x&mc_eid=y#part"))
    assert "(utm_source, mc_eid)" in finding.message
    assert finding.message.endswith("https://example.org/a?id=4#part")


@pytest.mark.parametrize(
    ("href", "names"),
    [
        ("https://e.org/?UTM_Campaign=a", ["UTM_Campaign"]),
        ("https://e.org/?yclid=1&ysclid=2&_openstat=3", ["yclid", "ysclid", "_openstat"]),
        ("https://e.org/?fbclid", ["fbclid"]),
        ("https://e.org/?source=a&id=utm_x&ref=b", []),
        ("https://e.org/utm_source=a", []),
    ],
)
def test_parameters_that_follow_people_are_told_from_others(href: str, names: list[str]) -> None:
    assert tracking_parameters(href) == names
    assert not tracking_parameters(without_trackers(href))


def test_what_is_left_of_an_address_stays_as_it_was_written() -> None:
    href = "https://e.org/a?q=%D1%88+x&&utm_id=4&b#c"
    assert without_trackers(href) == "https://e.org/a?q=%D1%88+x&&b#c"


@pytest.mark.parametrize(
    "href",
    [
        "https://l.facebook.com/l.php?u=x", "https://t.co/x", "https://www.google.com/url?q=x", "https://vk.com/away.php",
        "https://paper.us1.list-manage.com/track/click?u=1", "https://clck.ru/3", "https://x.ct.sendgrid.net/ls/click",
    ],
)  # fmt: skip
def test_servers_that_count_clicks_are_known(href: str) -> None:
    assert counts_clicks(href)


@pytest.mark.parametrize(
    "href", ["https://www.google.com/maps", "https://vk.com/wall1", "https://at.co/x", "https://list-manage.com.org"]
)
def test_servers_with_pages_of_their_own_are_left_in_peace(href: str) -> None:
    assert not counts_clicks(href)


@pytest.mark.parametrize(
    "words",
    [
        "here", "Click here", "read more…", "this link", "тут", "Чытаць далей", "па спасылцы", "падрабязней",
        "здесь", "«Подробнее»", "по ссылке →", "https://example.org/a/b", "www.example.org", "example.org/a/b?c=4", "→",
    ],
)  # fmt: skip
def test_words_that_say_little_as_a_link_are_told(words: str) -> None:
    assert is_vague(words)
    assert [rule for rule, *_ in found(linking("https://example.org/a", words))] == ["link-words"]


@pytest.mark.parametrize(
    "words", ["the ministry’s order", "Указ № 12", "как здесь живут", "тут і цяпер", "example.org", "Hereford"]
)
def test_words_that_say_where_a_link_leads_pass(words: str) -> None:
    assert not is_vague(words)


def test_a_link_with_a_bold_word_in_it_is_one_link_and_a_credit_may_be_one() -> None:
    link = {"type": "link", "attrs": {"href": "https://e.org/"}}
    parts = [
        {"type": "text", "text": "the ", "marks": [link]},
        {"type": "text", "text": "order", "marks": [link, {"type": "bold"}]},
        {"type": "text", "text": " says"},
    ]
    figure = {"credit": "Ala", "credit_href": "https://a.org/"}
    item = {"type": "listItem", "content": [{"type": "paragraph", "content": parts}]}
    document = {
        "type": "doc",
        "content": [{"type": "bulletList", "content": [item]}, {"type": "figure", "attrs": figure}],
    }
    assert hyperlinks_in(document) == [Hyperlink("https://e.org/", "the order"), Hyperlink("https://a.org/", "Ala")]


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (box(), []),
        (box(words={"en": "Words", "be": "Словы"}), [("box-language", "warn")]),
        (box(words={}, is_empty=True), [("box-empty", "warn")]),
        (box(href="http://example.org/help"), [("donation-link", "block"), ("link-http", "warn")]),
        (box(href="https://example.org/?utm_id=4"), [("link-tracker", "block")]),
        (box(words=None, earlier=EarlierFacts("Rye", is_public=True, withdrawn=False)), []),
        (box(words=None, earlier=EarlierFacts("Rye", is_public=False, withdrawn=False)), [("earlier", "block")]),
        (box(words=None, earlier=EarlierFacts("Rye", is_public=False, withdrawn=True)), [("earlier", "block")]),
        (box(words={"en": "Lorem ipsum", "be": "Словы", "ru": "Слова"}), [("placeholder", "block")]),
    ],
)
def test_what_a_box_lacks(facts: BoxFacts, rules: list[tuple[str, str]]) -> None:
    assert sorted((rule, severity) for rule, severity, _place in found(issue(boxes=(facts,)))) == rules
    assert all(place == "/issue#box-1" for _rule, _severity, place in found(issue(boxes=(facts,))))


def absent(*languages: Language) -> IssueFacts:
    texts = [text(language, exists=False, approved=False, waived=True) for language in languages]
    return issue(entry(*texts), editions=BOTH, senders=(sender(),))


def test_it_is_said_who_gets_an_english_card_and_who_nothing() -> None:
    facts = absent(Language.BE, Language.RU)
    card, left_out = findings(facts)
    assert card.message == "Queues: readers of BE → RU, RU → BE get a card in English instead"
    assert (card.rule, left_out.rule) == ("english-card", "left-out")
    assert left_out.message == "Queues: it is left out of the discreet edition for readers of BE → RU, RU → BE"


def test_without_cards_and_without_english_it_is_left_out() -> None:
    without_cards = absent(Language.BE, Language.RU)
    (finding,) = findings(issue(*without_cards.entries, english_cards=False))
    assert finding.message == "Queues: it is left out for readers of BE → RU, RU → BE: there is no text for them"
    assert [finding.rule for finding in findings(issue(*absent(Language.EN).entries))] == ["left-out"]


def test_one_language_of_two_is_enough() -> None:
    assert findings(issue(*absent(Language.BE).entries)) == []


def test_a_special_issue_has_no_week() -> None:
    other = entry(week=MONDAY.replace(day=11))
    assert [rule for rule, *_ in found(issue(other))] == ["week"]
    assert found(issue(other, special=True)) == []


def test_a_text_of_pictures_alone_says_nothing_as_plain_text() -> None:
    assert found(issue(entry(text(only_pictures=True)))) == [("only-pictures", "warn", "/text/en")]
    facts = issue(editions=STANDARD | {EditionKey(Reading.EN): edition(text="\n– – –\n")})
    assert found(facts) == [("plain-text", "block", "/issue#entries")]


def test_what_a_discreet_letter_betrays_blocks_whatever_was_decided() -> None:
    facts = issue(editions={EditionKey(Reading.EN, Variant.DISCREET): edition(betrayals=("The Week",))})
    (finding,) = findings(facts, {"betrayal": Severity.WARN})
    assert finding.blocks
    assert finding.message == "EN, discreet: “The Week” would give it away"


def test_a_discreet_edition_that_is_too_long_only_warns() -> None:
    facts = issue(editions={EditionKey(Reading.EN, Variant.DISCREET): edition(size=90_000)})
    assert found(facts) == [("size-discreet", "warn", "/issue#entries")]


@pytest.mark.parametrize(
    ("domain", "url", "rules"),
    [
        ("notes.example.net", "https://notes.example.net", []),
        ("notes.example.net", "", ["discreet-url"]),
        ("standard.example.org", "https://notes.example.net", ["discreet-domain"]),
        ("a.standard.example.org", "https://notes.example.net", ["discreet-domain"]),
    ],
)
def test_discreet_letters_come_from_elsewhere(domain: str, url: str, rules: list[str]) -> None:
    senders = (sender(), sender(Variant.DISCREET, domain=domain))
    assert [rule for rule, *_ in found(issue(senders=senders, discreet_url=url))] == rules


def test_the_newsroom_decides_what_blocks_but_not_everything() -> None:
    stored = {"standfirst": "block", "link-dead": "never", "gone-rule": "warn", "language": "warn", "size": "warn"}
    decided = decisions(stored)
    assert decided == {"standfirst": Severity.BLOCK, "size": Severity.WARN}
    facts = issue(entry(text(standfirst="")))
    assert found(facts) == [("standfirst", "warn", "/text/en")]
    assert found(facts, decided) == [("standfirst", "block", "/text/en")]


def test_what_found_nothing_has_passed() -> None:
    assert not_passed(issue()) == set()
    assert not_passed(issue(entry(text(standfirst="")))) == {"standfirst"}


def test_of_what_nobody_has_looked_at_nobody_says_that_it_passed() -> None:
    link = linking("https://example.org/")
    assert not_passed(link) == {"link-dead", "link-unsure", "link-private"}
    looked_at = {"https://example.org/": LinkFacts(LinkState.ALIVE, "")}
    assert not_passed(issue(*link.entries, links=looked_at)) == set()
    assert not_passed(issue(senders=(sender(spf=RecordState.UNKNOWN),))) == {"spf"}


def not_passed(facts: IssueFacts) -> set[str]:
    passed = preflight.passed(facts, preflight.found(facts))
    return {rule.name for rule in RULES if rule not in passed}


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
