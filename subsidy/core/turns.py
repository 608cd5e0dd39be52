"""A queue for threads: who came first goes first."""

from collections import deque
from threading import Event, Lock


class Turns:
    """One thread at a time, in the order of arrival; a plain lock lets the quick ones pass."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._queue: deque[Event] = deque()  # the first of these has its turn

    def __len__(self) -> int:
        """Return how many wait, whoever has the turn included."""
        return len(self._queue)

    def take(self, seconds: float) -> bool:
        """Wait for a turn; return False when it did not come in time. ``give`` it back."""
        mine = Event()
        with self._guard:
            self._queue.append(mine)
            self._call_first()
        if mine.wait(seconds):
            return True
        with self._guard:
            if mine.is_set():  # it came at the last moment
                return True
            self._queue.remove(mine)
        return False

    def give(self) -> None:
        """Let the next one go."""
        with self._guard:
            self._queue.popleft()
            self._call_first()

    def _call_first(self) -> None:
        if self._queue:
            self._queue[0].set()
