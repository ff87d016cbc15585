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


def test_connections_are_shared_evenly_and_never_exceeded() -> None:
    turns = Turns()
    with turns.connections(1, 5, among=2) as first, turns.connections(1, 5, among=2) as second:
        assert (first, second) == (3, 2)
        with turns.connections(2, 4, among=1) as elsewhere:
            assert elsewhere == 4


def test_who_finds_none_left_waits_for_another_to_be_through() -> None:
    turns, had = Turns(), list[int]()

    def wait() -> None:
        with turns.connections(1, 1, among=2) as number:
            had.append(number)

    waiting = threading.Thread(target=wait)
    with turns.connections(1, 1, among=2):
        waiting.start()
        time.sleep(0.05)
        assert had == []
    waiting.join(60)
    assert had == [1]
