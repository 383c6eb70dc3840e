"""Scenarios written as options: at most one movement, any number of failures and repairs, or one saved in the file."""

import re
from argparse import Namespace

from designer.base.errors import UnknownElement
from designer.base.texts import msg
from designer.cli.projects import find_node, find_vm
from designer.cli.usage import Options, UsageWrong, shortened
from designer.model.design import Design
from designer.model.project import Project
from designer.model.scenario import EVERY_MOVEMENT, Action, ActionKind, Movement, MovementKind, Scenario
from designer.resilience.targets import parse_target, written

_MOVEMENTS = {"migrate": MovementKind.LIVE, "quick": MovementKind.QUICK, "move": MovementKind.MOVE}
_LATEST_S = 31_536_000
_LONGEST_TARGET = 400


def add_scenario_options(options: Options) -> None:
    """Everything a scenario can be made of."""
    options.option("--migrate", metavar="VM", about=msg("live migration of a VM; needs --to"))
    options.option("--quick", metavar="VM", about=msg("quick migration of a VM; needs --to"))
    options.option("--move", metavar="VM", about=msg("planned move of a VM; needs --to"))
    options.option("--to", metavar="NODE", about=msg("where the VM goes"))
    options.option("--drain", metavar="NODE", about=msg("move all VMs away from a node"))
    options.option("--failback", action="store_true", about=msg("bring VMs back to their preferred nodes"))
    about_fail = msg(
        "what fails, or how badly a link works (link:ID~loss=2,latency=50), and after how many seconds; repeatable; "
        "“then” parts what happens one after the other; pair:LUN suspends a pair by hand, split:LUN splits it"
    )
    options.option("--fail", metavar="TARGET[@SECONDS]", action="append", default=[], about=about_fail)
    about_repair = msg(
        "what is repaired; repeatable; pair:LUN resumes replication, promote:LUN/ARRAY goes on with the copy of that "
        "array, update:LUN brings R1 up to date, quorum:NODE forces quorum"
    )
    options.option("--repair", metavar="TARGET[@SECONDS]", action="append", default=[], about=about_repair)
    about_cancel = msg("an administrator cancels the movement of a VM, or every movement; repeatable")
    options.option("--cancel", metavar="[VM]@SECONDS", action="append", default=[], about=about_cancel)
    options.option("--scenario", metavar="NAME", about=msg("a scenario saved in the file"))
    options.option(
        "--clock", metavar="HH:MM", read=_clock, about=msg("time of day at which it begins (09:00): failback has hours")
    )


def is_asked_for(arguments: Namespace) -> bool:
    """Whether any option of a scenario was given."""
    named = (arguments.migrate, arguments.quick, arguments.move, arguments.to, arguments.drain, arguments.scenario)
    return (
        any(one is not None for one in named)
        or arguments.failback
        or bool(arguments.fail or arguments.repair or arguments.cancel)
    )


def scenario_from(arguments: Namespace, project: Project, design: Design) -> Scenario:
    """The scenario that the options describe. Raises ``UsageWrong`` and ``UnknownElement`` in one sentence each."""
    if arguments.scenario is not None:
        return _saved(arguments, project, design)
    movement = _movement(arguments, design)
    actions = tuple(
        _action(kind, text, design)
        for kind, texts in ((ActionKind.FAIL, arguments.fail), (ActionKind.REPAIR, arguments.repair))
        for text in texts
    ) + tuple(_cancel(text, design) for text in arguments.cancel)
    if movement is None and not actions:
        raise UsageWrong(
            "scenario-empty",
            msg("Nothing to simulate: name a movement (--migrate VM --to NODE), a --fail TARGET or a --scenario."),
        )
    told = Scenario(id="command-line", name="command line", movement=movement, actions=actions)
    return _beginning(told, arguments)


def _beginning(scenario: Scenario, arguments: Namespace) -> Scenario:
    return scenario if arguments.clock is None else scenario.evolve(begins_at_min=arguments.clock)


def _clock(text: str) -> int:
    """Minutes after midnight."""
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if found is None:
        message = msg("--clock takes a time of day from 00:00 to 23:59, not “{text}”.", text=shortened(text))
        raise UsageWrong("usage-clock", message)
    return int(found[1]) * 60 + int(found[2])


def _saved(arguments: Namespace, project: Project, design: Design) -> Scenario:
    others = (arguments.migrate, arguments.quick, arguments.move, arguments.to, arguments.drain)
    events = (*arguments.fail, *arguments.repair, *arguments.cancel)
    if any(one is not None for one in others) or arguments.failback or events:
        raise UsageWrong("scenario-mixed", msg("--scenario stands alone: leave out the other movements and failures."))
    name = arguments.scenario
    found = next((one for one in project.scenarios if name in {one.id, one.name}), None)
    if found is None:
        known = tuple(one.id for one in project.scenarios) or ("–",)
        message = msg("The project has no scenario “{name}”; it has {known}.", name=shortened(name), known=known)
        raise UnknownElement("scenario-unknown", message)
    if found.design is not None and found.design != design.id:
        message = msg(
            "The scenario {name} is made for the design {wanted}: add --design {wanted}.",
            name=found.name,
            wanted=found.design,
        )
        raise UsageWrong("scenario-other-design", message)
    return _beginning(found, arguments)


def _movement(arguments: Namespace, design: Design) -> Movement | None:
    chosen = [name for name in (*_MOVEMENTS, "drain") if getattr(arguments, name) is not None]
    chosen += ["failback"] if arguments.failback else []
    if len(chosen) > 1:
        names = tuple(f"--{name}" for name in chosen)
        raise UsageWrong("movements-many", msg("A scenario has one movement, not {names} at once.", names=names))
    name = chosen[0] if chosen else None
    if arguments.to is not None and name not in _MOVEMENTS:
        raise UsageWrong("to-alone", msg("--to needs --migrate, --quick or --move, to say which VM goes there."))
    if name is None:
        return None
    if name == "failback":
        return Movement(kind=MovementKind.FAILBACK)
    if name == "drain":
        return Movement(kind=MovementKind.DRAIN, node=find_node(design, arguments.drain).id)
    if arguments.to is None:
        raise UsageWrong("to-missing", msg("{option} needs --to NODE, to say where the VM goes.", option=f"--{name}"))
    vm = find_vm(design, getattr(arguments, name))
    return Movement(kind=_MOVEMENTS[name], vm=vm.id, to=find_node(design, arguments.to).id)


def _action(kind: ActionKind, text: str, design: Design) -> Action:
    target, after = _parted(text)
    if len(target) > _LONGEST_TARGET:
        raise UsageWrong("target-long", msg("“{target}” is too long for a target.", target=shortened(target)))
    instants = written(parse_target(target, design))
    return Action(kind=kind, target=instants, at_ms=_milliseconds(text, after))


def _cancel(text: str, design: Design) -> Action:
    vm, after = _parted(text)
    target = find_vm(design, vm).id if vm else EVERY_MOVEMENT
    return Action(kind=ActionKind.CANCEL, target=target, at_ms=_milliseconds(text, after))


def _parted(text: str) -> tuple[str, str]:
    """What, and after how many seconds as they were typed."""
    what, mark, after = text.rpartition("@")
    return (what.strip(), after) if mark else (text.strip(), "0")


def _milliseconds(text: str, after: str) -> int:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", after, re.ASCII) or float(after) > _LATEST_S:
        message = msg(
            "“{text}”: behind the @ stands a number of seconds from 0 to {most}.", text=shortened(text), most=_LATEST_S
        )
        raise UsageWrong("target-time", message)
    return round(float(after) * 1000)
