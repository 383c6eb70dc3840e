"""Killed while editing and saving: nothing older than two seconds is lost, and the file is always whole."""

import os
from pathlib import Path

import pytest

from tests.support.killed_editing import run_round

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")


def test_twenty_kills_cost_no_edit_older_than_two_seconds(tmp_path: Path) -> None:
    rounds = [run_round(tmp_path / f"round-{seed}", seed, longest_s=0.4) for seed in range(20)]

    assert all(one.file_is_whole for one in rounds)
    assert max(one.lost for one in rounds) <= 20
    assert max(one.oldest_lost_s for one in rounds) < 2.0
    assert sum(one.edits for one in rounds) > 20
