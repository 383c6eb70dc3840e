"""``geocluster calibrate``: measured migrations in, errors out, and one sentence for whatever is no such table."""

import json
from pathlib import Path

import pytest

from designer.cli.calibrate import MOST_BYTES, MeasurementsUnreadable, read_measurements
from designer.cli.main import main
from designer.engine.calibration import Measurement

HEAD = "id,hypervisor,mem_gib,link_gbps,dirty_mb_s,total_s,n_vms,workload,wws_gib,note"
ROW = "one,KVM,2,1,10,20.5,,web,,anything"


def table(folder: Path, *lines: str) -> str:
    path = folder / "measured.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_cells_become_numbers_and_empty_ones_stay_unknown(tmp_path: Path) -> None:
    path = table(tmp_path, HEAD, ROW, "", ' two ,Hyper-V,.5,10,,1e1,3,"a ""b"", c",0,')

    assert read_measurements(path) == [
        Measurement("one", "KVM", "web", memory_gib=2.0, line_gbps=1.0, dirty_mib_s=10.0, total_s=20.5),
        Measurement("two", "Hyper-V", 'a "b", c', "", 0.5, 10.0, total_s=10.0, vms=3, hot_set_gib=0.0),
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "windows.csv"
    path.write_bytes(f"\ufeff{HEAD}\r\n{ROW}\r\n".encode())

    assert [one.id for one in read_measurements(str(path))] == ["one"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("",), "“id”"),
        (("hypervisor,mem_gib,total_s",), "“id”"),
        (("id;hypervisor;mem_gib;total_s", "one;KVM;1;2"), "“id”"),
        (("id,id,hypervisor,mem_gib,total_s", "1,1,1,1,1"), "“id”"),
        ((HEAD,), "no measurement"),
        ((HEAD, ROW + ",more"), "11 cells instead of 10"),
        ((HEAD, ROW, "two,KVM"), "Line 3"),
        ((HEAD, 'one,"KVM'), "quotes"),
        ((HEAD, 'one,"KVM"x'), "quotes"),
        ((HEAD, "x" * 200_000), "CSV"),
        ((HEAD, ROW.replace("20.5", "-1")), "“-1” cannot be a value of total_s"),
        ((HEAD, ROW.replace("20.5", "0")), "total_s"),
        ((HEAD, ROW.replace("20.5", "nan")), "total_s"),
        ((HEAD, ROW.replace("20.5", "inf")), "total_s"),
        ((HEAD, ROW.replace("20.5", "1e99")), "total_s"),
        ((HEAD, ROW.replace("20.5", "1_0")), "total_s"),
        ((HEAD, ROW.replace("20.5", "٢")), "total_s"),
        ((HEAD, ROW.replace("20.5", "9" * 5000)), "…"),
        ((HEAD, ROW.replace("20.5", "=cmd|'/c calc'!A1")), "total_s"),
        ((HEAD, ROW.replace("20.5,", "20.5,2.5")), "n_vms"),
        ((HEAD, ROW.replace("one", "")), "id"),
        ((HEAD, ROW.replace("20.5", "\x1b[2J")), "total_s"),
    ],
)
def test_what_is_no_table_of_measurements_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: tuple[str, ...], told: str
) -> None:
    path = table(tmp_path, *lines)

    code = main(["calibrate", path, "--json"])
    out, err = capsys.readouterr()

    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "mistake" not in err
    assert "\x1b" not in err
    assert len(err) < 300
    assert told in err
    assert "measured.csv" in err


def test_files_that_are_none_or_too_large_are_refused(tmp_path: Path) -> None:
    large, binary = tmp_path / "large.csv", tmp_path / "binary.csv"
    large.write_bytes(b"x" * (MOST_BYTES + 1))
    binary.write_bytes(b"\x00\xff\xfe")

    codes = []
    for path in (large, binary, tmp_path, tmp_path / "none.csv", Path("a\0b"), Path("x" * 5000)):
        with pytest.raises(MeasurementsUnreadable) as refusal:
            read_measurements(str(path))
        codes.append(refusal.value.code)

    assert codes == [
        "measurements-too-large",
        "measurements-not-text",
        "measurements-not-regular",
        "file-missing",
        "file-unreadable",
        "file-unreadable",
    ]


def test_a_row_without_an_answer_is_null_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, HEAD, "two,KVM,2,,,20,,web,,")

    assert main(["calibrate", path, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert found["rows"] == [{"id": "two", "measured_s": 20.0, "predicted_s": None, "error_pct": None}]
    assert found["mean_pct"] is None
    assert found["median_pct"] is None
    assert found["not_predicted"] == [{"id": "two", "reason": "neither the line nor a rate is known"}]


def test_the_readable_form_tells_rows_groups_and_the_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """2 GiB at 112.06 MiB/s take 18.31 s and, with λ 0.09, about 2.0 s more."""
    path = table(tmp_path, HEAD, ROW, "steering\x1b[2J,KVM,2,,,20,,web,,")

    assert main(["calibrate", path]) == 0
    out = capsys.readouterr().out

    row = next(line for line in out.splitlines() if line.startswith("one"))
    assert row.split()[1:3] == ["0.09", "20.50"]
    assert 20.0 < float(row.split()[3]) < 20.4
    assert "dirty rate known, 1\u00a0GbE, λ below 0.6" in out
    assert "1 of 2 measurements predicted" in out
    assert "\x1b" not in out
