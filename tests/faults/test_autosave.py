"""The server is killed while people write, connections break, browsers die: nothing is lost."""

from pathlib import Path

from tests.faults.autosave_storm import storm


def test_no_word_is_lost_in_a_small_storm(tmp_path: Path) -> None:
    """`python -m tests.faults.autosave_storm --runs 200` is a large one."""
    report = storm(5, tmp_path)
    assert report.is_good, report
    assert report.kills == 5
    assert report.saves_answered > 0
