"""Threads that wait for each other go in the order in which they came."""

from threading import Barrier, Thread

from subsidy.core.turns import Turns

SOON, LONG = 0.01, 30


def test_an_empty_queue_lets_the_first_one_go() -> None:
    turns = Turns()
    assert turns.take(0)
    turns.give()
    assert turns.take(0)


def test_who_waits_too_long_is_not_in_the_way_of_others() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(SOON)
    turns.give()
    assert turns.take(0)


def test_whoever_has_just_been_waits_for_those_who_came_before() -> None:
    """The thread that runs asks again at once; with a plain lock it would win every time."""
    turns, ready, order = Turns(), Barrier(2), list[str]()

    def wait_in_line() -> None:
        ready.wait()
        assert turns.take(LONG)
        order.append("waited")
        turns.give()

    for _ in range(20):
        assert turns.take(LONG)
        other = Thread(target=wait_in_line)
        other.start()
        ready.wait()
        while not len(turns) > 1:
            pass
        turns.give()
        assert turns.take(LONG)
        order.append("again")
        turns.give()
        other.join()
    assert order == ["waited", "again"] * 20


def test_one_at_a_time() -> None:
    turns, inside, most = Turns(), list[int](), list[int]()

    def work(number: int) -> None:
        for _ in range(200):
            assert turns.take(LONG)
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)
            turns.give()

    threads = [Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(most), max(most)) == (800, 1)
