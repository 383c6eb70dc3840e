"""Playback: wall time to the time of a run, by arithmetic."""

import pytest

from designer.app.playback import Clock, Cursor, Pace, Playback, Track

S = 1_000_000
# Two steps at 0, one at 1 s, one at 9 s; over at 10 s. Phases a a b c.
TRACK = Track((0, 0, 1 * S, 9 * S), ("a", "a", "b", "c"), 10 * S)


class Wall:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def playback(qapp, wall: Wall) -> Playback:
    playback = Playback(seconds=wall)
    playback.set_track(TRACK)
    return playback


def test_a_step_forward_visits_every_step_also_those_of_one_instant(playback: Playback):
    seen = [playback.cursor]
    for _ in range(4):
        playback.step_forward()
        seen.append(playback.cursor)

    assert seen == [Cursor(0, 0), Cursor(1, 0), Cursor(2, S), Cursor(3, 9 * S), Cursor(3, 10 * S)]


def test_stepping_back_returns_over_the_same_cursors(playback: Playback):
    playback.to_end()
    seen = []
    for _ in range(5):
        playback.step_back()
        seen.append(playback.cursor)

    assert seen == [Cursor(3, 9 * S), Cursor(2, S), Cursor(1, 0), Cursor(0, 0), Cursor(0, 0)]


def test_phases_are_jumped_to_their_first_step(playback: Playback):
    playback.next_phase()
    first = playback.cursor
    playback.next_phase()
    second = playback.cursor
    playback.previous_phase()

    assert (first, second, playback.cursor) == (Cursor(2, S), Cursor(3, 9 * S), Cursor(2, S))


def test_the_constant_clock_is_true_to_scale(playback: Playback, wall: Wall):
    playback.set_clock(Clock.CONSTANT)
    playback.play()

    wall.now = 5.0
    playback.tick()

    assert playback.cursor == Cursor(2, 5 * S)
    playback.pause()


def test_speed_multiplies_time(playback: Playback, wall: Wall):
    playback.set_clock(Clock.CONSTANT)
    playback.set_speed(4)
    playback.play()

    wall.now = 2.0
    playback.tick()

    assert playback.cursor.time_us == 8 * S
    playback.pause()


def test_play_stops_at_the_end_and_begins_anew_from_there(playback: Playback, wall: Wall):
    playback.set_clock(Clock.CONSTANT)
    playback.play()
    wall.now = 11.0
    playback.tick()
    at_end, playing = playback.cursor, playback.is_playing

    playback.play()

    assert (at_end, playing) == (Cursor(3, 10 * S), False)
    assert playback.cursor == Cursor(0, 0)
    playback.pause()


def test_the_event_clock_shows_every_step_and_shortens_waits():
    pace = Pace(TRACK, Clock.EVENT)

    assert all(length >= 0.45 for length in pace.lengths)
    assert pace.lengths[1] == 1.0, "a second is shown as it is"
    assert pace.lengths[2] == pytest.approx(1 + 3), "eight seconds: one and the binary logarithm of eight"
    assert pace.is_shortened(2)
    assert not pace.is_shortened(1)


@pytest.mark.parametrize("clock", list(Clock))
def test_a_place_of_the_axis_and_its_cursor_belong_together(clock: Clock):
    pace = Pace(TRACK, clock)
    for number in range(21):
        position = pace.total * number / 20

        assert pace.position(pace.cursor_at(position)) == pytest.approx(
            position, abs=0.46 if clock is Clock.EVENT else 1e-5
        )


def test_reduced_motion_turns_play_into_steps(playback: Playback, wall: Wall):
    playback.set_reduced_motion(True)
    playback.set_clock(Clock.CONSTANT)
    seen = []
    playback.cursor_changed.connect(seen.append)
    playback.play()

    for wall.now in (0.5, 1.5, 5.0, 9.5):
        playback.tick()

    assert seen == [Cursor(1, 0), Cursor(2, S), Cursor(3, 9 * S)]
    playback.pause()


def test_speed_stays_within_its_limits(playback: Playback):
    for _ in range(10):
        playback.double_speed()
    fastest = playback.speed
    for _ in range(20):
        playback.halve_speed()

    assert (fastest, playback.speed) == (16.0, 0.1)


def test_without_a_run_nothing_plays(qapp):
    playback = Playback()
    playback.play()
    playback.step_forward()
    playback.to_end()

    assert not playback.is_playing
    assert playback.cursor == Cursor()
