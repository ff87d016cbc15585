"""What the translating desk says of the source's words that are in the term base."""

from newsletter.commentaries.merging import Version
from newsletter.languages import Language
from newsletter.terms.matching import TermBase, TermForms
from newsletter.translation.term_marks import term_marks
from tests import factories

EN, BE = Language.EN, Language.BE

TERMS = TermBase(
    [
        TermForms(
            1, {"en": "Lukashenka", "be": "Лукашэнк|а"}, {"en": ["Lukashenko"], "be": ["Лукашенк|а"]}, "The ruler"
        ),
        TermForms(2, {"en": "Hrodna"}),
    ]
)


def test_each_word_is_told_once_a_part_with_what_to_put_in_and_what_to_avoid() -> None:
    source = Version(
        "Lukashenka in Hrodna", "", factories.document("Lukashenka, Lukashenka and Lukashenko.", "Nobody.")
    )
    found = term_marks(source, EN, BE, TERMS)
    mark = {
        "words": "Lukashenka",
        "form": "Лукашэнка",
        "forms": ["Лукашэнка"],
        "avoid": ["Лукашенка"],
        "note": "The ruler",
    }
    assert found == {"title": [mark], "block00001": [mark, mark | {"words": "Lukashenko"}]}
