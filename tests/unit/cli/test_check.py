"""``check``: what another era would change, acceptances that are over, and the figures behind findings."""

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


def test_figures_hold_memory_after_each_loss(check):
    """Two VMs of 4,096 + 56 MiB on the one node that is left."""
    found = json.loads(check("--json", "--figures")[1])["figures"]

    states = {state["lost"]: state for state in found["memory"]}
    assert list(states) == [None, "p1", "p2", "s1", "site-p"]
    (alone,) = states["site-p"]["nodes"]
    assert (alone["node"], alone["assigned_mib"], alone["state"]) == ("s1", 8304, "comfortable")
    assert [vm["assigned_mib"] for vm in alone["vms"]] == [4096, 4096]


def test_figures_hold_the_line_and_what_is_licensed(check):
    found = json.loads(check("--json", "--figures")[1])["figures"]

    (write,) = found["writes"]
    assert write["total_ms"] == pytest.approx(0.5 + 0.1 + 1.0 + 0.0205, abs=0.001)
    assert found["lines"][0]["unmeasured"] == ["lun-01", "lun-02"]
    assert found["lines"][0]["required_mbit"] is None
    assert {one["product"]: one["count"] for one in found["licences"]} == {
        "Windows Server 2008 R2 SP1 Enterprise": 3,
        "MirrorView/CE": 3,
        "MirrorView/S": 2,
    }
    assert found["cost"]["total"] is None


def test_figures_in_words(check):
    _, out = check("--figures")

    assert "Memory of the nodes:" in out
    assert "MirrorView/CE" in out
    assert "No prices have been entered." in out
    assert "figures" not in json.loads(check("--json")[1])
