"""The document as a person gets it from the command line, in both languages and all profiles."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from designer.assets.loader import sample_names

ROOT = Path(__file__).resolve().parents[2]


def written(output: Path, sample: str, *words: str, seed: str = "0") -> bytes:
    """The bytes of a sample's document."""
    line = [
        sys.executable,
        "-m",
        "designer",
        "report",
        str(ROOT / "samples" / f"{sample}.geocluster"),
        "-o",
        str(output),
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
    done = subprocess.run([*line, *words], capture_output=True, env=environment, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr.decode()
    return output.read_bytes()


def test_reproducible_documents_are_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    first = written(tmp_path / "a.pdf", "article", "--reproducible", "--language", "cs", seed="1")
    second = written(tmp_path / "b.pdf", "article", "--reproducible", "--language", "cs", seed="2")

    assert first == second


def test_the_czech_document_is_czech_and_whole(tmp_path: Path) -> None:
    data = written(tmp_path / "cs.pdf", "article", "--language", "cs")

    with pypdfium2.PdfDocument(data) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    text = re.sub(r"[\s\u00a0]+", " ", text)
    for expected in (
        "Manažerské shrnutí",
        "Řízení dokumentu",
        "Výměna rolí polí",
        "Způsoby selhání",
        "8,8 s",
        "strana 2 z",
    ):
        assert expected in text
    assert "?" not in re.sub(r"\S+\?\S*://", "", text)


@pytest.mark.parametrize("sample", sample_names())
def test_every_sample_has_its_document(tmp_path: Path, sample: str) -> None:
    data = written(tmp_path / "out.pdf", sample)

    assert 8 <= len(PdfReader(io.BytesIO(data)).pages) <= 60


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_the_file_is_sound_to_an_independent_reader(tmp_path: Path) -> None:
    written(tmp_path / "out.pdf", "article")

    done = subprocess.run(["qpdf", "--check", str(tmp_path / "out.pdf")], capture_output=True, check=False, timeout=60)

    assert done.returncode == 0, done.stdout + done.stderr
