"""The JSON shape of a run, which other people's scripts rely on."""

import json

from designer.assets.translations import translator
from designer.base.texts import ENGLISH
from designer.engine.record import run_json, trace_lines
from designer.engine.run import run
from tests.support.scripts import design, fails, moves, script

TIMELINE = run(design(), script(moves()))
RECORD = run_json(TIMELINE, ENGLISH)


def test_the_keys_of_a_run():
    assert list(RECORD)[:2] == ["format", "design"]
    assert set(RECORD) >= {
        "format",
        "design",
        "outcome",
        "total_s",
        "blackout_s",
        "data_sent_mib",
        "fingerprint",
        "rounds",
        "steps",
        "vms",
        "pairs",
        "resources",
        "safety",
    }
    assert RECORD["format"] == "geocluster/run/1"
    assert RECORD["design"] == "two-plus-one"


def test_the_keys_of_a_step():
    keys = {"n", "time_s", "duration_s", "phase", "subject", "from", "to", "cause", "text"}

    assert all(set(step) >= keys for step in RECORD["steps"])


def test_a_step_names_rows_and_publications_by_number_and_no_working_paper():
    sources = {step["source"] for step in RECORD["steps"]}

    assert {"D3; S31; S35", "S10; S12", "engineering judgement"} <= sources
    assert not any("domain" in source for source in sources)


def test_the_end_of_a_run():
    online = dict.fromkeys(
        ("Virtual Machine", "Virtual Machine Configuration", "Physical Disk", "Cluster Enabler"), "Online"
    )

    assert RECORD["outcome"] == "completed"
    assert RECORD["vms"]["vm-01"] == {
        "node": "s1",
        "state": "running",
        "restarted": False,
        "outage_s": 8.823741,
        "sessions_dropped": False,
    }
    assert RECORD["pairs"]["lun-01"] == {
        "state": "Synchronized",
        "writable": "array-s",
        "copy": "equal",
        "lost_mib": 0.0,
        "lost_s": 0.0,
    }
    assert RECORD["resources"]["vm-01"] == online
    assert RECORD["safety"] == {"violations": []}
    assert RECORD["blackout_s"] == 8.823741


def test_it_is_json_without_infinities():
    assert json.loads(json.dumps(RECORD, allow_nan=False)) == RECORD


def test_a_line_of_the_trace_adds_the_hash_of_the_state():
    lines = list(trace_lines(TIMELINE, ENGLISH))

    assert len(lines) == len(TIMELINE.steps)
    assert all(len(line["state"]) == 64 for line in lines)
    assert {key: lines[0][key] for key in RECORD["steps"][0]} == RECORD["steps"][0]


def test_texts_are_in_the_language_asked_for_and_the_fingerprint_is_not():
    timeline = run(design(), script(None, fails("site:site-p")))

    english, czech = run_json(timeline, ENGLISH), run_json(timeline, translator("cs"))

    assert english["fingerprint"] == czech["fingerprint"]
