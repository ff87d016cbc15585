from newsletter.letters.plaintext import paragraphs, tidy, wrap


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert paragraphs("one\nstill one\n \n\ntwo\n") == ["one\nstill one", "two"]


def test_a_link_is_never_broken() -> None:
    link = "https://weekly.example.org/" + "a-b" * 60
    assert wrap(f"Here it is:\n{link}").splitlines() == ["Here it is:", link]


def test_a_date_is_not_torn_at_its_no_break_spaces() -> None:
    date = "10\N{NO-BREAK SPACE}лістапада\N{NO-BREAK SPACE}2024\N{NO-BREAK SPACE}г."
    assert date in wrap("слова " * 10 + date)


def test_what_a_template_leaves_out_leaves_no_hole() -> None:
    assert tidy("\n\none \n\n\n\ntwo\n\n") == "one\n\ntwo\n"
