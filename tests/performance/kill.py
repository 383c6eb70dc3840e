"""Kill -9 at random moments of editing and saving, by default five hundred times; prints what was lost.

python -m tests.performance.kill [ROUNDS] [LONGEST_SECONDS]
"""

import shutil
import statistics
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.support.killed_editing import Round, run_round

_AT_ONCE = 4


def main(words: list[str]) -> int:
    """Run the rounds; 1 when one of them lost more than it may."""
    rounds = int(words[0]) if words else 500
    longest_s = float(words[1]) if len(words) > 1 else 2.5
    folder = Path(tempfile.mkdtemp(prefix="geocluster-kill-"))
    try:
        with ThreadPoolExecutor(_AT_ONCE) as workers:
            done = list(workers.map(partial(_round, folder, longest_s), range(rounds)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _tell(done)
    is_kept = all(one.file_is_whole and one.lost <= 20 and one.oldest_lost_s < 2.0 for one in done)
    return 0 if is_kept else 1


def _round(folder: Path, longest_s: float, seed: int) -> Round:
    return run_round(folder / f"round-{seed}", 1000 + seed, longest_s)


def _tell(done: list[Round]) -> None:
    ages = [one.oldest_lost_s for one in done if one.lost]
    print(f"kills                         {len(done)}")
    print(f"edits made                    {sum(one.edits for one in done)}")
    print(f"damaged files                 {sum(not one.file_is_whole for one in done)}")
    print(f"taken up from the journal     {sum(one.came_from == 'journal' for one in done)}")
    print(f"kills that lost anything      {len(ages)}")
    print(f"edits lost, at most           {max(one.lost for one in done)} of 20 allowed")
    oldest, usual = max(ages, default=0.0), statistics.median(ages or [0.0])
    print(f"age of the oldest lost edit   {oldest:.2f} s at most, {usual:.2f} s in the middle, 2.00 s allowed")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
