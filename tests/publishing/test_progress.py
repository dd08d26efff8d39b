"""Whoever waits is told how far a step is and how long it will be: on a terminal, and in a log that stays readable."""

import io

import pytest

from publish.common.progress import Progress


class Stream(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.fixture
def clock():
    """A clock that stands still until it is moved: `clock.now += 3`."""

    class Clock:
        now = 100.0

        def __call__(self):
            return self.now

    return Clock()


def test_a_log_gets_a_line_every_few_seconds_and_the_last(clock):
    stream = Stream(terminal=False)
    with Progress("labs", 40, stream=stream, clock=clock) as progress:
        for number in range(1, 41):
            clock.now += 1
            progress.advance(f"lab {number}")
    lines = stream.getvalue().splitlines()
    assert lines[0] == "[labs] 2 of 40, about 38 s left, lab 2"
    assert lines[1] == "[labs] 7 of 40, about 33 s left, lab 7"
    assert lines[-1] == "[labs] 40 of 40, lab 40"
    assert len(lines) == 9


def test_a_terminal_gets_one_line_that_is_written_over(clock):
    stream = Stream(terminal=True)
    with Progress("labs", 3, stream=stream, clock=clock) as progress:
        for _ in range(3):
            clock.now += 100
            progress.advance()
    text = "\r\x1b[K[labs] 1 of 3, about 3 min left\r\x1b[K[labs] 2 of 3, about 2 min left\r\x1b[K[labs] 3 of 3\n"
    assert stream.getvalue() == text


def test_an_error_starts_on_a_line_of_its_own(clock):
    stream = Stream(terminal=True)
    with pytest.raises(ValueError), Progress("labs", 3, stream=stream, clock=clock) as progress:
        clock.now += 100
        progress.advance()
        raise ValueError
    assert stream.getvalue().endswith("left\n")


def test_the_time_left_goes_by_weight_where_the_parts_differ(clock):
    stream = Stream(terminal=False)
    with Progress("labs", 3, weight=100, stream=stream, clock=clock) as progress:
        clock.now += 3
        progress.advance("a tiny one", weight=1)
        clock.now += 47
        progress.advance("a large one", weight=49)
    assert stream.getvalue().splitlines() == [
        "[labs] 1 of 3, a tiny one",
        "[labs] 2 of 3, about 50 s left, a large one",
    ]


@pytest.mark.parametrize(("total", "seconds"), [(3, 0.1), (1, 100)])
def test_what_is_done_at_once_and_one_thing_alone_need_no_words(clock, total, seconds):
    stream = Stream(terminal=False)
    with Progress("labs", total, stream=stream, clock=clock) as progress:
        for _ in range(total):
            clock.now += seconds
            progress.advance()
    assert stream.getvalue() == ""
