"""First paint of the window with the article's project against a bare PySide6 window with one graphics view.

    python -m tests.performance.startup [TIMES]

Both are processes of their own, started in turn in the same run, from the start of the process to the end of the first
paint of their graphics view; only the view is watched, so that watching costs either the same. The first start of each
warms the disk's cache and is not counted.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_TOLD = """
import os, time
from PySide6.QtCore import QTimer
def tell():
    print(time.monotonic() - float(os.environ["BEGUN"]), flush=True)
    os._exit(0)
def watched(paint):
    def painted(view, event):
        paint(view, event)
        if view.isVisible():
            QTimer.singleShot(0, tell)
    return painted
"""
_BARE = (
    _TOLD
    + """
import sys
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QMainWindow
application = QApplication(sys.argv[:1])
class View(QGraphicsView):
    paintEvent = watched(QGraphicsView.paintEvent)
window = QMainWindow()
scene = QGraphicsScene(0, 0, 800, 600)
scene.addText("bare")
window.setCentralWidget(View(scene))
window.resize(1280, 800)
window.show()
application.exec()
"""
)
_OURS = (
    _TOLD
    + """
import sys
from PySide6.QtWidgets import QGraphicsView
QGraphicsView.paintEvent = watched(QGraphicsView.paintEvent)
from designer.__main__ import main
main([sys.argv[1]])
"""
)


def main(words: list[str]) -> int:
    """Print both medians and their ratio."""
    times = int(words[0]) if words else 7
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as home:
        for _ in range(times + 1):
            bare.append(_seconds(_BARE, home))
            ours.append(_seconds(_OURS, home))
    bare_s, ours_s = statistics.median(bare[1:]), statistics.median(ours[1:])
    print(f"bare window with one graphics view   {bare_s:.3f} s, quickest {min(bare[1:]):.3f} s")
    print(f"the article's project                {ours_s:.3f} s, quickest {min(ours[1:]):.3f} s")
    quickest = min(ours[1:]) / min(bare[1:])
    print(f"ratio                                {ours_s / bare_s:.2f} (wanted: at most 4)")
    print(f"ratio of the quickest                {quickest:.2f}")
    return 0


def _seconds(program: str, home: str) -> float:
    kept = {key: os.environ[key] for key in ("PATH", "DISPLAY", "SYSTEMROOT") if key in os.environ}
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    environment = {**kept, "HOME": home, "QT_QPA_PLATFORM": platform, "BEGUN": str(time.monotonic())}
    project = Path(home) / "article.geocluster"
    project.write_bytes((_ROOT / "samples" / "article.geocluster").read_bytes())
    line = [sys.executable, "-c", program, str(project)]
    done = subprocess.run(line, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        sys.exit(done.stderr)
    return float(done.stdout.split()[-1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
