"""The sentence that says why an outcome is what it is: quorum, storage, memory, protection, in this order."""

from collections.abc import Callable

from designer.base.texts import Message, msg, msg_n, sentences
from designer.model.design import Design
from designer.resilience.outcome import RANK, Outcome, VmVerdict
from designer.resilience.votes import Quorum


def reason(design: Design, quorum: Quorum, vms: tuple[VmVerdict, ...], *, unprotected: bool) -> Message:
    """Why the VMs fare as they do, in up to four sentences."""
    return sentences(
        _quorum_text(design, quorum),
        _move_text(design, vms),
        _memory_text(design, vms),
        msg("The arrays no longer replicate: unprotected until the pair is synchronized again.")
        if unprotected
        else None,
    )


def _quorum_text(design: Design, quorum: Quorum) -> Message | None:
    if quorum.is_race:
        sides = tuple(_names(design, winner) for winner in quorum.winners)
        return msg(
            "Each of {sides} can reach {need} of {total} votes with the witness: whoever locks it first goes on. "
            "{first} held the core group and is taken to win.",
            sides=sides,
            need=quorum.need,
            total=quorum.total,
            first=_names(design, quorum.living),
        )
    if not quorum.winners:
        most = max((one.own + int(one.reaches_witness) for one in quorum.standings), default=0)
        return msg(
            "No partition has quorum: {need} of {total} votes are needed, the strongest can gather {most}.",
            need=quorum.need,
            total=quorum.total,
            most=most,
        )
    if _everyone_lives(design, quorum):
        return None
    own = next(one.own for one in quorum.standings if one.nodes == quorum.living)
    if quorum.needed_witness:
        return msg(
            "{nodes} with the witness keep quorum: {have} of {total} votes, {need} needed.",
            nodes=_names(design, quorum.living),
            have=own + 1,
            total=quorum.total,
            need=quorum.need,
        )
    return msg(
        "{nodes} keep quorum: {have} of {total} votes, {need} needed.",
        nodes=_names(design, quorum.living),
        have=own,
        total=quorum.total,
        need=quorum.need,
    )


def _everyone_lives(design: Design, quorum: Quorum) -> bool:
    return len(quorum.living) == len(design.nodes)


def _names(design: Design, node_ids: tuple[str, ...]) -> Message:
    return msg("{nodes}", nodes=tuple(design.name_of(node_id) for node_id in node_ids))


def _move_text(design: Design, vms: tuple[VmVerdict, ...]) -> Message:
    touched = [vm for vm in vms if vm.outcome is not Outcome.N]
    if not touched:
        return msg("No VM is affected.")
    worst = max(touched, key=lambda vm: RANK[vm.outcome])
    alike = [vm for vm in touched if vm.outcome is worst.outcome]
    # Those that find no memory are told in a sentence of their own.
    count = sum(vm.started for vm in alike) or len(alike)
    targets = tuple(dict.fromkeys(design.name_of(vm.node) for vm in alike if vm.node))
    where = targets or ("–",)
    return _text_of(worst)(count, where)


def _text_of(vm: VmVerdict) -> Callable[[int, tuple[str, ...]], Message]:
    """A person is asked for the sake of the data only where the copy is old, else because the policy says so."""
    if vm.over_limit:
        return _no_failover_left
    if vm.outcome is Outcome.M_T and vm.row in _BY_COPY:
        return _BY_COPY[vm.row]
    return _TEXTS[vm.outcome]


def _local(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM restarts on {where}; the array side does not change.",
        "{n} VMs restart on {where}; the array side does not change.",
        count,
        where=where,
    )


def _swap(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM restarts on {where} after the array roles are swapped.",
        "{n} VMs restart on {where} after the array roles are swapped.",
        count,
        where=where,
    )


def _take_over(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM restarts on {where}: the other array cannot be reached, this copy was equal and is made writable.",
        "{n} VMs restart on {where}: the other array cannot be reached, this copy was equal and is made writable.",
        count,
        where=where,
    )


def _split(count: int, where: tuple[str, ...]) -> Message:
    return sentences(
        _take_over(count, where),
        msg(
            "Nodes that lost the cluster still write to the old side for seconds: "
            "those writes are lost, the copies split."
        ),
    )


def _manual_swap(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM could run on {where}, but the group policy leaves moves between the sites to a person.",
        "{n} VMs could run on {where}, but the group policy leaves moves between the sites to a person.",
        count,
        where=where,
    )


def _old_copy(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM could run on {where}, but its copy is old since replication stopped earlier: "
        "only a person may accept that.",
        "{n} VMs could run on {where}, but their copies are old since replication stopped earlier: "
        "only a person may accept that.",
        count,
        where=where,
    )


def _late_copy(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM could run on {where}, but its asynchronous copy lacks up to two cycles: only a person may accept that.",
        "{n} VMs could run on {where}, but their asynchronous copies lack up to two cycles: "
        "only a person may accept that.",
        count,
        where=where,
    )


def _no_failover_left(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM could run on {where}, but its group has used up its failovers: a person has to start it.",
        "{n} VMs could run on {where}, but their groups have used up their failovers: a person has to start them.",
        count,
        where=where,
    )


def _force_here(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM stops until a person forces quorum at {where}, where its storage is writable.",
        "{n} VMs stop until a person forces quorum at {where}, where their storage is writable.",
        count,
        where=where,
    )


def _force_there(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM stops until a person forces quorum at {where}; then the array roles are swapped.",
        "{n} VMs stop until a person forces quorum at {where}; then the array roles are swapped.",
        count,
        where=where,
    )


def _force_and_check(count: int, where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM stops until a person forces quorum at {where} and decides to use the copy there.",
        "{n} VMs stop until a person forces quorum at {where} and decides to use the copy there.",
        count,
        where=where,
    )


def _outage(count: int, _where: tuple[str, ...]) -> Message:
    return msg_n(
        "{n} VM is down until repair: no living node reaches a usable copy of its storage.",
        "{n} VMs are down until repair: no living node reaches a usable copy of their storage.",
        count,
    )


_BY_COPY = {"D7": _old_copy, "D12": _late_copy}
"""Rows of the storage decision table that leave a start to a person for the sake of the data."""

_TEXTS = {
    Outcome.L: _local,
    Outcome.X: _swap,
    Outcome.T: _take_over,
    Outcome.T_SPLIT: _split,
    Outcome.M_X: _manual_swap,
    Outcome.M_T: _manual_swap,
    Outcome.Q: _force_here,
    Outcome.QX: _force_there,
    Outcome.QT: _force_and_check,
    Outcome.O: _outage,
}


def _memory_text(design: Design, vms: tuple[VmVerdict, ...]) -> Message | None:
    off = [design.name_of(vm.vm) for vm in vms if not vm.started and vm.outcome not in {Outcome.N, Outcome.O}]
    if not off:
        return None
    return msg_n(
        "{n} VM does not fit into memory: {vms}.", "{n} VMs do not fit into memory: {vms}.", len(off), vms=tuple(off)
    )
