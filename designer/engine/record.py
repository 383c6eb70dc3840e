"""A run as plain values for JSON, in the shape of ``geocluster simulate --json`` and of its trace."""

import re
from collections.abc import Iterator
from typing import Any

from designer.base.texts import Translator, msg
from designer.base.units import KIB_PER_MIB, US_PER_S
from designer.engine.state import PairCondition, PairWrites
from designer.engine.timeline import Step, Timeline

FORMAT = "geocluster/run/1"

_REFERENCE = re.compile(r"\b[DS]\d+\b")


def run_json(timeline: Timeline, translator: Translator) -> dict[str, Any]:
    """The whole run: outcome, times in seconds, rounds, steps and how everything ended."""
    return {
        "format": FORMAT,
        "design": timeline.design,
        "outcome": timeline.outcome.value,
        "total_s": _seconds(timeline.total_us),
        "blackout_s": None if timeline.is_lasting else _seconds(timeline.blackout_us),
        "data_sent_mib": round(timeline.data_sent_mib, 6),
        "fingerprint": timeline.fingerprint,
        "rounds": [
            {"n": one.n, "vm": one.vm, "sent_mib": round(one.sent_mib, 6), "time_s": _seconds(one.time_us)}
            for one in timeline.rounds
        ],
        "steps": [step_json(step, translator) for step in timeline.steps],
        **_end_json(timeline),
        "safety": {
            "violations": [
                {"step": broken.step, "promise": broken.promise, "subject": broken.subject}
                for broken in timeline.violations
            ]
        },
    }


def step_json(step: Step, translator: Translator) -> dict[str, Any]:
    """One step, with why it happens, what would happen otherwise, and the source of the rule."""
    return {
        "n": step.n,
        "time_s": _seconds(step.time_us),
        "duration_s": _seconds(step.duration_us),
        "phase": step.phase.value,
        "subject": step.subject,
        "from": step.before,
        "to": step.after,
        "cause": step.cause,
        "text": translator.render(step.text),
        "why": translator.render(step.why),
        "otherwise": translator.render(step.otherwise),
        "source": _rule_of(step, translator),
    }


def _rule_of(step: Step, translator: Translator) -> str:
    """Rows of the storage decision table (D) and publications (S) by number; where neither stands, judgement."""
    return "; ".join(_REFERENCE.findall(step.source)) or translator.render(msg("engineering judgement"))


def trace_lines(timeline: Timeline, translator: Translator) -> Iterator[dict[str, Any]]:
    """The steps one by one, each with the hash of the state after it."""
    for step in timeline.steps:
        yield {**step_json(step, translator), "state": step.digest}


def _end_json(timeline: Timeline) -> dict[str, Any]:
    end, dropped = timeline.end, timeline.dropped_sessions
    return {
        "vms": {
            vm.id: {
                "node": vm.node,
                "state": vm.condition.value,
                "restarted": vm.restarted,
                "outage_s": _seconds(vm.outage_us),
                "sessions_dropped": vm.id in dropped,
            }
            for vm in end.vms
        },
        "pairs": {pair.id: pair_json(pair, account) for pair, account in zip(end.pairs, end.writes, strict=True)},
        "resources": {
            group.vm: {
                timeline.resource_name(group.vm, resource.kind): resource.status.label for resource in group.resources
            }
            for group in end.groups
        },
    }


def pair_json(pair: PairCondition, account: PairWrites) -> dict[str, Any]:
    """How the pair ended.

    ``copy`` is what the side that hosts do not use holds, ``lost_mib`` what take-overs gave up of acknowledged writes,
    and ``lost_s`` the time in which that was written.
    """
    return {
        "state": pair.state.value,
        "writable": pair.writable,
        "copy": None if pair.target is None else pair.copy.value,
        "lost_mib": round(account.lost / (US_PER_S * KIB_PER_MIB), 6),
        "lost_s": _seconds(account.lost_us),
    }


def _seconds(microseconds: int) -> float:
    return round(microseconds / 1_000_000, 6)
