"""Shares by weight, and connections shared out among the threads of a worker."""

import threading
import time
from collections import Counter

from newsletter.mailer.relays import Turns


def test_of_weights_three_and_one_the_second_has_every_fourth_turn() -> None:
    turns = Turns()
    had = [turns.next({1: 3, 2: 1}) for _ in range(400)]
    assert Counter(had) == {1: 300, 2: 100}
    assert not any(had[n : n + 2] == [2, 2] for n in range(400)), "its turns are spread"


def test_one_that_was_away_does_not_make_up_for_it() -> None:
    turns = Turns()
    for _ in range(100):
        turns.next({1: 1})
    assert Counter(turns.next({1: 1, 2: 1}) for _ in range(10)) == {1: 5, 2: 5}


def test_one_batch_at_a_time_has_a_relay_and_leaves_a_connection_to_who_keeps_a_pace() -> None:
    turns = Turns()
    with turns.connections(1, 5, wanted=4, alone=True) as first:
        with turns.connections(1, 5, wanted=1, alone=False) as paced:
            assert (first, paced) == (4, 1)
        with turns.connections(2, 4, wanted=4, alone=True) as elsewhere:
            assert elsewhere == 4
        assert had_by_another(turns, 1, 5, wanted=4, alone=True) == []


def test_connections_are_never_exceeded() -> None:
    turns = Turns()
    with turns.connections(1, 2, wanted=1, alone=False), turns.connections(1, 2, wanted=2, alone=True) as rest:
        assert rest == 1
        assert had_by_another(turns, 1, 2, wanted=1, alone=False) == []


def test_who_finds_none_left_waits_for_another_to_be_through() -> None:
    turns, had = Turns(), list[int]()
    with turns.connections(1, 1, wanted=1, alone=True):
        waiting = wait_for_connections(turns, had, 1, 1, wanted=1, alone=True)
        time.sleep(0.05)
        assert had == []
    waiting.join(60)
    assert had == [1]


def had_by_another(turns: Turns, relay: int, most: int, *, wanted: int, alone: bool) -> list[int]:
    """What another thread has within a moment; it goes on waiting."""
    had: list[int] = []
    wait_for_connections(turns, had, relay, most, wanted=wanted, alone=alone)
    time.sleep(0.05)
    return had


def wait_for_connections(
    turns: Turns, had: list[int], relay: int, most: int, *, wanted: int, alone: bool
) -> threading.Thread:
    def wait() -> None:
        with turns.connections(relay, most, wanted=wanted, alone=alone) as number:
            had.append(number)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    return waiting
