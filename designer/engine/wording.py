"""What the steps say: what happens, why, what would happen otherwise, by which source. One place for all sentences.

``domain`` in a source is the domain research, S-numbers are its list of sources, EJ is engineering judgement.
"""

from designer.base.texts import Decimal, Message, msg
from designer.base.units import KIB_PER_MIB, US_PER_S, memory_text, seconds_text
from designer.engine.machines.resource import ResourceTrigger
from designer.engine.machines.volume import PairTrigger
from designer.engine.state import Phase, ResourceKind
from designer.engine.turn import Saying
from designer.resilience.lines import Way

_MOVE_SOURCE = "domain 2.1, 2.3; S1, S12"


def resource_saying(vm: str, node: str, kind: str, trigger: str, *, phase: Phase, name: str = "") -> Saying:
    """One resource of a VM's group makes a transition on a node; ``name`` is what people call it."""
    called = name or str(kind)
    texts = {
        ResourceTrigger.TAKE_OFFLINE: msg(
            "{resource} of {vm} is taken offline on {node}", resource=called, vm=vm, node=node
        ),
        ResourceTrigger.REPORT_OFFLINE: msg(
            "{resource} of {vm} is offline on {node}", resource=called, vm=vm, node=node
        ),
        ResourceTrigger.BRING_ONLINE: msg(
            "{resource} of {vm} is brought online on {node}", resource=called, vm=vm, node=node
        ),
        ResourceTrigger.REPORT_ONLINE: msg("{resource} of {vm} is online on {node}", resource=called, vm=vm, node=node),
    }
    down = trigger in {ResourceTrigger.TAKE_OFFLINE, ResourceTrigger.REPORT_OFFLINE}
    source = "domain 1.6; S8" if phase is Phase.RESTART else _MOVE_SOURCE
    return Saying(texts[ResourceTrigger(trigger)], *_reasons(kind, down=down), source)


def _reasons(kind: str, *, down: bool) -> tuple[Message, Message]:
    if kind not in set(ResourceKind):
        return _FURTHER_OFFLINE if down else _FURTHER_ONLINE
    return _OFFLINE_WHY[ResourceKind(kind)] if down else _ONLINE_WHY[ResourceKind(kind)]


_OFFLINE_WHY: dict[ResourceKind, tuple[Message, Message]] = {
    ResourceKind.VM: (
        msg("Dependents go offline first, and nothing depends on the VM."),
        msg("Its configuration and disk would be pulled from under a resource that still uses them."),
    ),
    ResourceKind.CONFIGURATION: (
        msg("The VM is offline, so its configuration may follow; it lies on the disk."),
        msg("The disk could not be released while the configuration has files open on it."),
    ),
    ResourceKind.DISK: (
        msg("Nothing uses the disk any more: its handle is closed and its reservation released."),
        msg("Both nodes would hold the same volume and damage its file system."),
    ),
    ResourceKind.ENABLER: (
        msg("The disk that depends on it is offline. Going offline does nothing to the arrays."),
        msg("The group could not leave the node, because a resource of it would still be online there."),
    ),
}
_FURTHER_OFFLINE = (
    msg("Nothing that is online rests on it any more, and a group moves with all its resources."),
    msg("It would stay online on a node that no longer owns its group."),
)
_FURTHER_ONLINE = (
    msg("Its dependency expression holds: of each clause one resource is online."),
    msg("What depends on it could not come online, and the group would be online in part only."),
)
_ONLINE_WHY: dict[ResourceKind, tuple[Message, Message]] = {
    ResourceKind.ENABLER: (
        msg("Providers come online first; the Cluster Enabler makes sure that this side's copy is writable."),
        msg("The disk would come online on a copy that hosts may not write to, and fail."),
    ),
    ResourceKind.DISK: (
        msg("The storage is ready at this side: the disk is reserved and its volume mounted."),
        msg("The VM's files could not be reached from this node."),
    ),
    ResourceKind.CONFIGURATION: (
        msg("The disk is online, so the VM's configuration can be read from it."),
        msg("The node would not know the VM that it is to run."),
    ),
    ResourceKind.VM: (
        msg("Everything the VM depends on is online."),
        msg("The cluster would count the VM as down and would not watch over it."),
    ),
}


def pair_saying(pair: str, trigger: str, source: str, target: str) -> Saying:
    """A pair makes a transition; ``source`` and ``target`` are the names of the arrays with R1 and R2 before it."""
    texts: dict[PairTrigger, tuple[Message, Message, Message, str]] = {
        PairTrigger.SEPARATE: (
            msg("{pair}: {source} and {target} no longer see each other", pair=pair, source=source, target=target),
            msg("No replication path between two living arrays is left."),
            msg("Writes would be held back until they are on both sides."),
            "domain 3.5; S26, S32",
        ),
        PairTrigger.SUSPEND: (
            msg(
                "{pair}: the cluster goes on writing to {source} alone; the copy at {target} grows old",
                pair=pair,
                source=source,
                target=target,
            ),
            msg(
                "The VM runs on while its writes reach one side only; that is recorded, so the old copy is "
                "never taken for a good one."
            ),
            msg("A later failure would bring the old copy online and lose everything since now (rolling disaster)."),
            "domain 3.6 row D7, 9.4 row 9",
        ),
        PairTrigger.FAIL_OVER: (
            msg(
                "{pair}: {source} is write-disabled, {target} becomes writable", pair=pair, source=source, target=target
            ),
            msg("No host writes at this instant and both copies are equal: the writable side can change without loss."),
            msg("The disk could not come online at the other side, where the copy is write-disabled."),
            "domain 3.6 row D3; S30, S34",
        ),
        PairTrigger.SWAP: (
            msg(
                "{pair}: R1 and R2 change places, and copying runs from {target} to {source}",
                pair=pair,
                source=source,
                target=target,
            ),
            msg("The link and both arrays work, so the pair is protected in the other direction at once."),
            msg("The VM would run on a copy that nothing protects."),
            "domain 3.6 row D3; S31, S35",
        ),
        PairTrigger.SYNCHRONIZED: (
            msg("{pair}: both copies are equal again", pair=pair),
            msg("Everything that was written meanwhile has been copied."),
            msg("The other side could not take over, because its copy would be incomplete."),
            "domain 3.5; S26",
        ),
        PairTrigger.TAKE_OVER: (
            msg("{pair}: {target} is made writable without {source}", pair=pair, source=source, target=target),
            msg(
                "The other array cannot be reached, and the pair was Synchronized until that instant: nothing "
                "acknowledged is missing here."
            ),
            msg("The VM would stay down until the other array is back."),
            "domain 3.6 row D6; S34",
        ),
        PairTrigger.TAKE_OVER_BESIDE: (
            msg(
                "{pair}: {target} is made writable while hosts could still write to {source}",
                pair=pair,
                source=source,
                target=target,
            ),
            msg(
                "The nodes at the other side lost the cluster, but wrote for seconds after the cut; those "
                "writes are on their side only."
            ),
            msg(
                "The VM would stay down until the line is back. The price is a split: one side's writes "
                "will be thrown away."
            ),
            "domain 3.6 row D6, 9.4 row 11",
        ),
        PairTrigger.RESUME: (
            msg("{pair}: replication is resumed from {source} to {target}", pair=pair, source=source, target=target),
            msg("What was written since the cut is copied; until then the copy at the other side cannot be used."),
            msg("The pair would stay suspended, and the next failure would find an old copy."),
            "domain 3.6; S34, S62",
        ),
        PairTrigger.UPDATE: (
            msg("{pair}: changes are copied back from {target} to {source}", pair=pair, source=source, target=target),
            msg("The VM runs on R2; R1 is refreshed meanwhile."),
            msg("R1 would stay as old as the failure."),
            "domain 3.5; S30",
        ),
        PairTrigger.RETURN: (
            msg("{pair}: {source} becomes the writable side again", pair=pair, source=source, target=target),
            msg("The group comes back to the side of R1; what R2 received meanwhile is copied."),
            msg("The group could not run at this side."),
            "domain 3.6 row D10; S30, S34",
        ),
        PairTrigger.HALT: (
            msg("{pair}: domino makes both sides not ready", pair=pair, source=source, target=target),
            msg("A write could not be mirrored. With domino on, no side may go on alone, so the copies cannot part."),
            msg("The VM would go on, and its writes would be on one side only."),
            "domain 3.5, 7.5; S32, S35, S59",
        ),
        PairTrigger.LINE_BACK: (
            msg("{pair}: the arrays see each other again, and replication stays suspended", pair=pair),
            msg("No product resynchronizes by itself after the line returns: a person resumes, or autolink recovery."),
            msg("A copy that is being written over is of no use; an administrator chooses the time."),
            "domain 3.5, 3.6; S34, S62",
        ),
        PairTrigger.SPLIT: (
            msg(
                "{pair}: an administrator splits the pair; {source} and {target} are both writable",
                pair=pair,
                source=source,
                target=target,
            ),
            msg("From now on each side takes writes of its own, and the copies drift apart."),
            msg("The pair would go on replicating."),
            "domain 3.5, 3.6 row D8; S30",
        ),
        PairTrigger.CAUGHT_UP: (
            msg("{pair}: the asynchronous copy keeps up again", pair=pair),
            msg("Everything older than two cycles is on both sides."),
            msg("The other side could not take over, because its copy would be incomplete."),
            "domain 3.5, 7.3; S32",
        ),
        PairTrigger.PROMOTE_TARGET: (
            msg("{pair}: an administrator goes on with the copy at {target}", pair=pair, target=target),
            msg("A person accepts that what only {source} has is lost.", source=source),
            msg("The group would stay down: no automatic choice between the copies is safe."),
            "domain 3.5, 3.6 rows D7, D8; S30, S33",
        ),
        PairTrigger.PROMOTE_SOURCE: (
            msg("{pair}: an administrator goes on with the copy at {source}", pair=pair, source=source),
            msg("A person accepts that what only {target} has is lost.", target=target),
            msg("The group would stay down: no automatic choice between the copies is safe."),
            "domain 3.5, 3.6 rows D7, D8; S30, S33",
        ),
    }
    return Saying(*texts[PairTrigger(trigger)])


def loss_text(array: str, lost: int, time_us: int) -> Message:
    """What is lost with one side: ``lost`` millionths of a KiB, written within ``time_us``."""
    return msg(
        "Lost: {volume} that only {array} had, written within {time}.",
        volume=memory_text(-(-lost // (US_PER_S * KIB_PER_MIB))),
        array=array,
        time=seconds_text(time_us / US_PER_S),
    )


def limbo_saying(pair: str, wait_us: int) -> Saying:
    """The line of a pair is cut, and the arrays bear it for a while."""
    return Saying(
        msg(
            "{pair}: its line is cut; writes wait up to {time} for it", pair=pair, time=seconds_text(wait_us / US_PER_S)
        ),
        msg("The link limbo of the pair bears a short cut, so that nothing has to be resynchronized after it."),
        msg("The pair would part at once."),
        "domain 3.5; S32",
    )


def limbo_over_saying(pair: str) -> Saying:
    """The line came back in time."""
    return Saying(
        msg("{pair}: its line is back in time; the pair has not changed", pair=pair),
        msg("The cut was shorter than the link limbo."),
        msg("The pair would have parted, and a person would have had to resume it."),
        "domain 3.5; S32",
    )


def by_hand_saying(pair: str, source: str, target: str) -> Saying:
    """A person stops replication."""
    return Saying(
        msg(
            "{pair}: an administrator suspends replication from {source} to {target}",
            pair=pair,
            source=source,
            target=target,
        ),
        msg(
            "Hosts go on at {source}; that is recorded, so the copy at {target} is never taken for a good one.",
            source=source,
            target=target,
        ),
        msg("The pair would go on replicating."),
        "domain 3.5, 3.6 row D7; S30",
    )


def asked_resume_saying(pair: str) -> Saying:
    """A person lets replication go on."""
    return Saying(
        msg("An administrator lets {pair} replicate again", pair=pair),
        msg("No product resynchronizes by itself after the line returns."),
        msg("The pair would stay as it is, and the next failure would find an old copy."),
        "domain 3.6; S34",
    )


def autolink_saying(pair: str) -> Saying:
    """The pair resumes by itself."""
    return Saying(
        msg("The line of {pair} is back; autolink recovery lets it replicate again", pair=pair),
        msg("Autolink recovery is on for this pair."),
        msg("The pair would stay suspended until a person resumes it."),
        "domain 3.5; S32, S62",
    )


def not_done_saying(what: Message, reason: Message) -> Saying:
    """What an administrator asks of a pair cannot be done."""
    return Saying(
        msg("Not done: {what}", what=what),
        reason,
        msg("The arrays refuse what their states do not allow."),
        "domain 3.5; S30",
    )


def round_saying(vm: str, source: str, target: str, *, number: int, volume_kib: int) -> Saying:
    """One memory round of a live migration."""
    volume = msg("{value}\u00a0MiB", value=Decimal(volume_kib / 1024, 1))
    if number == 1:
        return Saying(
            msg(
                "Round {n}: all memory of {vm}, {volume}, goes from {source} to {target}",
                n=number,
                vm=vm,
                volume=volume,
                source=source,
                target=target,
            ),
            msg("The guest keeps running; pages that it writes meanwhile are noted and sent again."),
            msg("The guest would have to stand still for the whole copy, as in a quick migration."),
            "domain 2.3 row 2; S10, S12",
        )
    return Saying(
        msg("Round {n}: {volume} that {vm} wrote meanwhile are sent again", n=number, volume=volume, vm=vm),
        msg("Every round is shorter than the one before, until what is left fits into a short pause."),
        msg("The pause would have to carry all of it."),
        "domain 2.3 row 3; S10",
    )


def pause_saying(vm: str, target: str, volume_kib: int) -> Saying:
    """The VM is paused and the rest sent."""
    return Saying(
        msg(
            "{vm} is paused; its last {volume} and the state of its processors go to {target}",
            vm=vm,
            volume=msg("{value}\u00a0MiB", value=Decimal(volume_kib / 1024, 1)),
            target=target,
        ),
        msg("Nothing may change while the rest is sent. The blackout begins here."),
        msg("Copying would never end, because the guest would go on writing."),
        "domain 2.3 row 4; S12",
    )


def check_saying(what: str, vm: str, source: str, target: str, **facts: Message | str) -> Saying:
    """A check before a movement that was passed."""
    match what:
        case "state":
            text = msg(
                "Check: {vm} is online on {source}, and {target} is a member that may own it",
                vm=vm,
                source=source,
                target=target,
            )
            why = msg("A movement needs both nodes in the cluster and the target among the possible owners.")
            otherwise = msg("The cluster would refuse the request as invalid in this state.")
            return Saying(text, why, otherwise, "domain 2.2, 2.3 row 0; S9")
        case "hosts":
            text = msg(
                "Check: the processors of {source} and {target} go together, and {network} joins the nodes",
                source=source,
                target=target,
                **facts,
            )
            why = msg("A running guest cannot change to another maker's processor, and its memory needs a way.")
            otherwise = msg("The guest would meet instructions that the new processor does not have.")
            return Saying(text, why, otherwise, "domain 2.3; S14, S16")
        case "memory":
            text = msg("Check: {target} has room for the {memory} that {vm} holds now", target=target, vm=vm, **facts)
            why = msg("A planned movement brings the memory assigned now, not the startup memory.")
            otherwise = msg(
                "The movement would be refused, though a failover, which boots with startup memory, may fit."
            )
            return Saying(text, why, otherwise, "domain 5.2 (EJ)")
        case _:
            text = msg("Check: the storage of {vm} can follow to {target}", vm=vm, target=target)
            why = msg(
                "Within a site the array side stays; between sites the pair must be Synchronized and the link up."
            )
            otherwise = msg("The pause would begin and the roles could not change: the VM would be down without need.")
            return Saying(text, why, otherwise, "domain 2.2, 3.6 rows D1, D3; S21, S23")


def connect_saying(vm: str, source: str, target: str, memory_mib: int, *, way: Way) -> Saying:
    """The target makes an empty VM and keeps memory for it; the network is chosen."""
    passed = tuple(network.name for network in way.passed_over)
    network = way.network.name
    if passed:
        why = msg(
            "Memory is reserved before anything is sent. {network} is the first network of the VM's order that joins "
            "the nodes now; before it stand {passed}.",
            network=network,
            passed=passed,
        )
    else:
        why = msg(
            "Memory is reserved before anything is sent. {network} stands first in the VM's order: its own list, else "
            "networks without a gateway first and those of the cluster last.",
            network=network,
        )
    return Saying(
        msg(
            "{target} makes an empty {vm} and keeps {memory} for it; {source} opens the connection over {network}",
            target=target,
            vm=vm,
            memory=memory_text(memory_mib),
            source=source,
            network=network,
        ),
        why,
        msg("The target could run out of memory in the middle of the copy."),
        "domain 2.3 row 1; S14",
    )


def share_saying(subject: str, left_kib: int, rate: Message, why: Message) -> Saying:
    """A transfer in progress goes on at another rate."""
    return Saying(
        msg(
            "{subject}: the {left} that are left go on at {rate} of the line",
            subject=subject,
            left=msg("{value}\u00a0MiB", value=Decimal(left_kib / 1024, 1)),
            rate=rate,
        ),
        why,
        msg("It would take as long as begun; the lines would carry more than they can, or less."),
        "domain 2.3 (EJ)",
    )


def not_cancelled_saying(what: str, reason: Message) -> Saying:
    """An administrator's wish to cancel is refused."""
    return Saying(
        msg("Cancelling {what} is refused: {reason}", what=what, reason=reason),
        msg("A live migration can be cancelled from its set-up until the VM is paused, and at no other time."),
        msg("What has been handed over would be torn apart in the middle."),
        "domain 2.3; S9",
    )


def owner_saying(vm: str, source: str, target: str) -> Saying:
    """A group changes its owner."""
    return Saying(
        msg("The group of {vm} passes from {source} to {target}", vm=vm, source=source, target=target),
        msg("All resources of a group are on one node, and all of them are offline now."),
        msg("The resources could not come online at the other node."),
        "domain 1.1, 1.6; S8",
    )


def resume_saying(vm: str, target: str) -> Saying:
    """The VM is about to run at the target."""
    return Saying(
        msg("{vm} is resumed on {target}, and switches are told where it is now", vm=vm, target=target),
        msg("An unsolicited ARP makes the switches learn the new place of its address."),
        msg("The guest would run, but nobody would reach it until the switches forget its old place."),
        "domain 2.3 row 8; S10",
    )


def running_saying(vm: str, node: str, outage_us: int, *, kept_us: int | None = None) -> Saying:
    """A VM runs again. ``kept_us`` is what sessions survive where the guest kept its memory, None where it booted."""
    if kept_us is not None and outage_us > kept_us:
        return Saying(
            msg(
                "{vm} runs on {node} after an interruption of {time}: its TCP sessions are dropped",
                vm=vm,
                node=node,
                time=seconds_text(outage_us / 1_000_000),
            ),
            msg(
                "Sessions survive {tolerance}; clients have to connect again, though the guest has kept its memory.",
                tolerance=seconds_text(kept_us / 1_000_000, 0),
            ),
            msg("With a shorter blackout nobody would have noticed anything."),
            "domain 2.3; S18",
        )
    return Saying(
        msg(
            "{vm} runs on {node} after an interruption of {time}",
            vm=vm,
            node=node,
            time=seconds_text(outage_us / 1_000_000),
        ),
        msg("Everything it needs is online on this node."),
        msg("The interruption would go on."),
        "domain 2.4, 9.5",
    )


def tidy_saying(vm: str, source: str) -> Saying:
    """The source forgets the VM."""
    return Saying(
        msg("{source} removes the memory and configuration that {vm} left behind", source=source, vm=vm),
        msg("The VM runs elsewhere; what stays would only be in the way."),
        msg("An orphaned configuration would stay at the source: a warning, nothing more."),
        "domain 2.3 row 9; S10",
    )


def done_saying(vm: str, target: str) -> Saying:
    """The movement is over."""
    return Saying(
        msg("The movement of {vm} to {target} is complete", vm=vm, target=target),
        msg("All phases are passed."),
        msg("The next movement could not begin, because a node takes part in one at a time."),
        "domain 2.3, 2.4; S11",
    )


def cancelled_saying(vm: str, source: str, reason: Message) -> Saying:
    """The movement is given up and the VM runs on where it was."""
    return Saying(
        msg("The movement of {vm} is cancelled: {reason}", vm=vm, reason=reason),
        msg("The VM runs on {source} as before; nothing of it has been given away yet.", source=source),
        msg("The VM would be stopped for a movement that cannot succeed."),
        "domain 2.3; S21, S23",
    )


def failed_saying(vm: str, reason: Message) -> Saying:
    """The movement broke off and the VM went down with it."""
    return Saying(
        msg("The movement of {vm} has failed: {reason}", vm=vm, reason=reason),
        msg("The memory image is lost at this point, so the guest has to be booted again."),
        msg("Before the memory was handed over the VM would have gone on at the source."),
        "domain 2.3 rows 6–7",
    )


def back_saying(vm: str, node: str) -> Saying:
    """A movement was rolled back."""
    return Saying(
        msg("{vm} runs on {node} again; the movement has been rolled back", vm=vm, node=node),
        msg("The source still had the writable copy, so it could take the group back."),
        msg("The VM would have stayed down until a person had acted."),
        "domain 2.3 rows 5–6",
    )


def given_up_saying(vm: str) -> Saying:
    """Restarts at the same array have not helped."""
    return Saying(
        msg("{vm}: the tries at this array are used up; the group has to look further", vm=vm),
        msg("Neither the node nor its neighbour got the disk back."),
        msg("The cluster would go on trying where nothing can help."),
        "domain 1.6, 9.4 row 4; S5, S6",
    )


def no_service_saying(vm: str, node: str) -> Saying:
    """The Cluster Enabler resource cannot come online where its service is stopped."""
    return Saying(
        msg(
            "{vm}: the Cluster Enabler service does not come back on {node}; the group has to look further",
            vm=vm,
            node=node,
        ),
        msg("The resource was restarted in place, and its service did not answer."),
        msg("The cluster would go on trying where nothing can help."),
        "domain 1.6, 3.4; S5",
    )


def again_saying(vm: str) -> Saying:
    """The retry period of a group that was given up is over."""
    return Saying(
        msg("The cluster looks again whether {vm} can be started", vm=vm),
        msg("The retry period after a failure is over; failovers older than the failover period no longer count."),
        msg("A group that was given up once would stay off for good."),
        "domain 1.5, 1.6; S5, S6",
    )


def service_back_saying(vm: str, node: str) -> Saying:
    """The Cluster Enabler service is back before its failure was noticed."""
    return Saying(
        msg("{vm} has not noticed: the Cluster Enabler service on {node} runs again", vm=vm, node=node),
        msg("It was back before the cluster's next poll."),
        msg("The resource would have failed and the VM gone down."),
        "domain 1.5; S5",
    )


def refused_saying(vm: str, reason: Message) -> Saying:
    """The movement never starts."""
    return Saying(
        msg("The movement of {vm} is refused: {reason}", vm=vm, reason=reason),
        msg("The request makes no sense in this state, so nothing is begun."),
        msg("The cluster would report an error and change nothing."),
        "domain 2.2; S9",
    )


def save_saying(vm: str, memory_mib: int) -> Saying:
    """The VM's memory is written to its LUN."""
    return Saying(
        msg("{vm} is stopped and its {memory} of memory are saved to its disk", vm=vm, memory=memory_text(memory_mib)),
        msg("A quick migration carries the memory on the LUN that moves with the VM. The blackout begins here."),
        msg("The guest would have to be shut down and booted."),
        "domain 2.2; S11, S17",
    )


def restore_saying(vm: str, node: str, memory_mib: int) -> Saying:
    """The VM's memory is read back."""
    return Saying(
        msg("The saved {memory} of {vm} are read back on {node}", memory=memory_text(memory_mib), vm=vm, node=node),
        msg("The guest goes on exactly where it was stopped."),
        msg("The guest would boot and lose what it had in memory."),
        "domain 2.2; S11",
    )


def shut_down_saying(vm: str) -> Saying:
    """The guest is shut down for a planned move."""
    return Saying(
        msg("The guest of {vm} is shut down", vm=vm),
        msg("A planned move is an ordinary stop and start: no memory has to travel. The blackout begins here."),
        msg("Switching off without a shut-down would leave the guest with a damaged file system to check."),
        "domain 2.1, 2.2; S9",
    )


def boot_saying(vm: str, node: str) -> Saying:
    """The guest boots."""
    return Saying(
        msg("{vm} boots on {node}", vm=vm, node=node),
        msg("Its memory is gone; the disk is as after a power failure, or as the shut-down left it."),
        msg("The VM would stay down until a person starts it."),
        "domain 2.2, 9.5",
    )


def stopped_saying(vm: str, text: Message, why: Message) -> Saying:
    """A VM goes down."""
    return Saying(text, why, msg("{vm} would still be running.", vm=vm), "domain 9.2, 9.4")


def terminated_saying(vm: str, node: str, name: str, *, limit_us: int, deadlock: bool, online: bool) -> Saying:
    """A resource was longer on its way than it may be."""
    time = seconds_text(limit_us / 1_000_000)
    if deadlock:
        text = msg(
            "{resource} of {vm} is terminated on {node}: its call does not return", resource=name, vm=vm, node=node
        )
        why = msg(
            "After {time} a call counts as a deadlock: the process that hosts the resource is ended and started anew.",
            time=time,
        )
    else:
        text = msg(
            "{resource} of {vm} is terminated on {node}: it is pending for too long", resource=name, vm=vm, node=node
        )
        why = msg("A pending resource has {time} to report; then the cluster ends it.", time=time)
    otherwise = (
        msg("The group would stay pending for ever, and nothing would be tried.")
        if online
        else msg("The group could not leave the node.")
    )
    return Saying(text, why, otherwise, "domain 1.4, 1.5; S5")


def group_offline_saying(vm: str, node: str) -> Saying:
    """All of a group is offline on a node."""
    return Saying(
        msg("The group of {vm} is offline on {node}", vm=vm, node=node),
        msg("All resources of a group are on one node, so all are offline before another owns it."),
        msg("Two nodes would use the same resources."),
        "domain 1.1, 1.6; S8",
    )


def left_failed_saying(vm: str, kind: str, node: str) -> Saying:
    """A resource that does not fail its group over has used up its restarts."""
    return Saying(
        msg("{resource} of {vm} stays failed on {node}", resource=str(kind), vm=vm, node=node),
        msg("Its restart action leaves the group where it is."),
        msg("With the restart action to fail over, another node would be tried."),
        "domain 1.6; S5",
    )


def hours_saying(vm: str) -> Saying:
    """The hours in which a group may fail back have begun."""
    return Saying(
        msg("The hours in which the group of {vm} may fail back have begun", vm=vm),
        msg("The cluster looks at this hour whether the preferred owner is there."),
        msg("The group would stay where it is until a person moves it."),
        "domain 1.5; S6",
    )
