"""``check``: what another era would change, and acceptances that are over."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from designer.cli.main import main
from designer.model.blueprint import Blueprint, build
from designer.model.note import Waiver
from designer.model.project import Project
from designer.persistence.files import save


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Check a 2+1 whose single node is accepted until a day; the exit code and what was printed."""

    def checked(*words: str, expires: str = "") -> tuple[int, str]:
        waiver = Waiver(rule="CL05", reason="Known compromise", owner="Alena", expires=expires)
        path = tmp_path / "a.geocluster"
        save(Project(designs=(build(Blueprint(2, 1, vms=2)).evolve(waivers=(waiver,)),)), path)
        code = main(["check", str(path), *words])
        return code, capsys.readouterr().out

    return checked


def lonely(out: str) -> dict:
    return next(one for one in json.loads(out)["findings"] if one["rule"] == "CL05")


def test_acceptance_is_told_with_its_reason_and_owner(check):
    found = lonely(check("--json")[1])

    assert found["waived"] is True
    assert found["waiver"] == {"reason": "Known compromise", "owner": "Alena", "expires": None}


@pytest.mark.parametrize(("days", "waived"), [(1, True), (0, True), (-1, False)])
def test_acceptance_ends_after_its_last_day(check, days, waived):
    last = (datetime.now().astimezone().date() + timedelta(days=days)).isoformat()

    found = lonely(check("--json", expires=last)[1])

    assert found["waived"] is waived
    assert found["waiver"]["expires"] == last


def test_expired_acceptance_is_told_in_words(check):
    _, out = check(expires="2020-01-31")

    assert "accepted until 2020-01-31" in re.sub(r"\s+", " ", out)
    assert "Known compromise" in out


def test_other_era_is_told_as_what_appears_and_disappears(check):
    code, out = check("--json", "--if-era", "2016")

    flips = json.loads(out)["flips"]
    assert code == 0
    assert flips["era"] == "2016"
    assert flips["pack"]["id"] == "2016"
    assert "NE02" in {one["rule"] for one in flips["disappear"]}
    assert "Windows Server 2016 on all nodes" in flips["taken_along"]


def test_without_the_question_nothing_is_told_of_other_eras(check):
    assert "flips" not in json.loads(check("--json")[1])


def test_pack_of_the_design_is_named_with_its_rules(check):
    pack = json.loads(check("--json")[1])["pack"]

    assert pack["id"] == "2008r2-ce4"
    assert "CL17" in pack["rules"]
    assert "QU12" in pack["rules"]


def test_other_era_in_words(check):
    _, out = check("--if-era", "2016")

    assert "On Windows Server 2016, with" in out
    assert "Would disappear:" in out


def test_era_that_changes_nothing_says_so(check):
    _, out = check("--if-era", "2008r2sp1")

    assert "No finding would appear or disappear on Windows Server 2008 R2 SP1." in out
