"""Small projects for tests, and Hypothesis strategies for projects and for every command on a given project."""

from collections.abc import Iterable

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from designer.base.errors import EditRefused
from designer.base.texts import msg
from designer.editing.additions import ElementKind
from designer.editing.clipboard import Paste, copy
from designer.editing.command import Command
from designer.editing.elements import AddElement, ClusterVm, RemoveElements, RenameElement
from designer.editing.ground import has_place
from designer.editing.legality import can_start_link, refusal
from designer.editing.likeness import CopyBeside, PasteProperties
from designer.editing.placement import (
    AlignElements,
    ArrangeDesign,
    Axis,
    DistributeElements,
    Edge,
    MoveElements,
    MoveIntoSite,
    ResizeNote,
    ResizeSite,
    SetLocked,
    SetWaypoints,
    Spread,
)
from designer.editing.properties import (
    MoveVm,
    SetClusterSetting,
    SetDocumentDetail,
    SetMemory,
    SetProjectDetail,
    SetProperty,
    SetVote,
)
from designer.editing.shaping import AddShape
from designer.editing.together import Together
from designer.editing.variants import (
    AddDesign,
    AddEmptyDesign,
    AddRegisterEntry,
    AddScenario,
    AddWaiver,
    DescribeDesign,
    DuplicateDesign,
    RecommendDesign,
    RemoveDesign,
    RemoveRegisterEntry,
    RemoveScenario,
    RemoveWaiver,
    RenameDesign,
    ReorderDesigns,
    ReplaceRegisterEntry,
    ReplaceScenario,
)
from designer.editing.wiring import AttachLun, Connect, DetachLun, Disconnect
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.layout import Route, Waypoint
from designer.model.note import Note, Waiver
from designer.model.policy import FailoverPolicy
from designer.model.project import Project
from designer.model.register import DocumentDetails, DocumentStatus, RegisterEntry, RegisterKind, Revision
from designer.model.reshape import Shape
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from designer.model.site import SiteRole
from designer.model.witness import WitnessKind


def two_plus_one(**numbers: object) -> Design:
    """The design ``two-plus-one`` with two VMs and a share at a third site, unless told otherwise."""
    return build(Blueprint(2, 1, **({"witness": WitnessPlace.THIRD, "vms": 2} | numbers)))


def project_of(*designs: Design) -> Project:
    """A project with these designs, or with :func:`two_plus_one`."""
    return Project(title="Branch office", designs=designs or (two_plus_one(),))


def full_project() -> Project:
    """A project in which every collection of the file has a member."""
    design = two_plus_one().evolve(
        notes=(Note(id="note-1", text="Zaměřit trasu kabelu\nP → S", about="p1"),),
        waivers=(Waiver(rule="QU03", subjects=("p1",), reason="Decided", owner="Alena"),),
    )
    layout = design.layout.with_route(Route(link="link-lan", waypoints=(Waypoint(x=600, y=320),)))
    return Project(
        title="Návrh",
        shows="Everything",
        designs=(design.evolve(layout=layout), two_plus_one(witness=WitnessPlace.DISK).evolve(id="other", label="B")),
        recommended="other",
        scenarios=(
            Scenario(
                id="scenario-1",
                name="Patch day",
                design="other",
                movement=Movement(kind=MovementKind.LIVE, vm="vm-01", to="s1"),
                actions=(Action(kind=ActionKind.FAIL, target="link:link-lan", at_ms=1500),),
            ),
        ),
        registers=(RegisterEntry(id="risk-1", kind=RegisterKind.RISK, text="One line carrier"),),
        document=DocumentDetails(
            customer="Obec", status=DocumentStatus.FINAL, revisions=(Revision(version="1.0", date="2012-03-04"),)
        ),
    )


blueprints: SearchStrategy[Blueprint] = st.builds(
    Blueprint,
    primary=st.integers(1, 3),
    secondary=st.integers(1, 2),
    witness=st.sampled_from(WitnessPlace),
    vms=st.integers(0, 3),
    era=st.sampled_from(Era),
    policy=st.sampled_from(FailoverPolicy),
)

words: SearchStrategy[str] = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)
"""Any text that UTF-8 can hold, line ends and control characters included."""


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Projects with up to three designs, reached by up to eight commands that were not refused."""
    project = Project(
        title=draw(st.text(st.characters(codec="utf-8"), max_size=40)),
        designs=tuple(
            build(blueprint).evolve(id=f"design-{number}", label=draw(words))
            for number, blueprint in enumerate(draw(st.lists(blueprints, max_size=2)))
        ),
    )
    for _ in range(draw(st.integers(0, 8))):
        project = applied_or_same(draw(commands(project)), project)
    return project


def applied_or_same(command: Command, project: Project) -> Project:
    """The project after the command, or the project itself when the command is refused."""
    try:
        return command.apply(project)
    except EditRefused:
        return project


@st.composite
def commands(draw: st.DrawFn, project: Project) -> Command:
    """Any command with arguments that are mostly of this project, now and then of none."""
    of_project = not project.designs or draw(st.sampled_from([False, False, False, True]))
    name = draw(st.sampled_from(PROJECT_COMMANDS if of_project else DESIGN_COMMANDS))
    if name in PROJECT_COMMANDS:
        return draw(_project_commands(project)[name])
    return draw(_design_commands(draw(st.sampled_from(project.designs)))[name])


_coordinates = st.integers(-2000, 2000)
_offsets = st.integers(-64, 64) | st.integers(-64, 64) | st.sampled_from([0, 3_000_000])
_labels = st.sampled_from(["2+1", "1+1", " ", "A", "B"])
_PATHS: list[tuple[str, object]] = [
    ("memory_mib", 4096),
    ("memory_mib", 1),
    ("memory.startup_mib", 2048),
    ("memory.kind", "dynamic"),
    ("nics.0.rate_mbit", 10_000),
    ("nics.9.rate_mbit", 10_000),
    ("site", "site-p"),
    ("site", "site-s"),
    ("site", "site-w"),
    ("site", "nowhere"),
    ("node", "s1"),
    ("r2", None),
    ("r2.size_gib", 50),
    ("writable", "array-s"),
    ("role", "third"),
    ("role", "secondary"),
    ("os", "2016"),
    ("os", "2003"),
    ("luns", []),
    ("name", "P1"),
    ("id", "p9"),
    ("text", "Note"),
    ("rtt_us", 7000),
    ("kind", "cloud"),
    ("votes", 0),
    ("votes", "0"),
    ("", 1),
    ("memory", None),
]
_settings = st.sampled_from(
    [
        ("quorum.mode", "node-majority"),
        ("quorum.core_group_site", "site-s"),
        ("quorum.core_group_site", "site-x"),
        ("timings.vm_boot_ms", 90_000),
        ("timings.vm_boot_ms", -1),
        ("enabler.policy", "restrict"),
        ("name", ""),
        ("nothing", 1),
    ]
)
_details = st.sampled_from(
    [("customer", "Obec"), ("date", "2012-03-04"), ("date", "soon"), ("status", "final"), ("revisions", []), ("x", 1)]
)

PROJECT_COMMANDS = (
    "AddDesign",
    "AddEmptyDesign",
    "AddShape",
    "RecommendDesign",
    "ReorderDesigns",
    "AddScenario",
    "ReplaceScenario",
    "RemoveScenario",
    "AddRegisterEntry",
    "ReplaceRegisterEntry",
    "RemoveRegisterEntry",
    "SetDocumentDetail",
    "SetProjectDetail",
)
DESIGN_COMMANDS = (
    "AddElement",
    "RemoveElements",
    "RenameElement",
    "ClusterVm",
    "Connect",
    "Disconnect",
    "AttachLun",
    "DetachLun",
    "MoveElements",
    "MoveIntoSite",
    "ResizeSite",
    "ResizeNote",
    "AlignElements",
    "DistributeElements",
    "SetWaypoints",
    "SetLocked",
    "ArrangeDesign",
    "SetProperty",
    "SetClusterSetting",
    "SetVote",
    "SetMemory",
    "MoveVm",
    "DuplicateDesign",
    "RenameDesign",
    "DescribeDesign",
    "RemoveDesign",
    "AddWaiver",
    "RemoveWaiver",
    "Paste",
    "PasteProperties",
    "CopyBeside",
    "Together",
)
LAYOUT_COMMANDS = frozenset(
    {
        "MoveElements",
        "ResizeSite",
        "ResizeNote",
        "AlignElements",
        "DistributeElements",
        "SetWaypoints",
        "SetLocked",
        "ArrangeDesign",
    }
)
"""Commands that may change where things stand, and nothing of what they mean."""


_shapes = st.builds(Shape, st.integers(0, 3), st.integers(1, 2), st.sampled_from(WitnessPlace))


def _project_commands(project: Project) -> dict[str, SearchStrategy[Command]]:
    designs = _mostly([design.id for design in project.designs])
    scenarios = [scenario.id for scenario in project.scenarios]
    entries = [entry.id for entry in project.registers]
    movements = st.none() | st.just(Movement(kind=MovementKind.DRAIN, node="p1"))
    return {
        "AddDesign": st.builds(AddDesign, blueprints, _labels | st.just("")),
        "AddEmptyDesign": st.builds(AddEmptyDesign, _labels | st.just("")),
        "AddShape": st.builds(AddShape, designs, _shapes, _labels | st.just("")),
        "RecommendDesign": st.builds(RecommendDesign, st.none() | designs),
        "ReorderDesigns": st.builds(
            ReorderDesigns, st.permutations([design.id for design in project.designs]).map(tuple) | st.just(("a",))
        ),
        "AddScenario": st.builds(AddScenario, words, st.none() | designs, movements),
        "ReplaceScenario": st.builds(
            ReplaceScenario,
            st.builds(Scenario, id=_mostly(scenarios), name=st.just("Night"), design=st.none()),
        ),
        "RemoveScenario": st.builds(RemoveScenario, _mostly(scenarios)),
        "AddRegisterEntry": st.builds(AddRegisterEntry, st.sampled_from(RegisterKind), words),
        "ReplaceRegisterEntry": st.builds(
            ReplaceRegisterEntry,
            st.builds(
                RegisterEntry,
                id=_mostly(entries),
                kind=st.sampled_from(RegisterKind),
                text=st.just("Otherwise"),
            ),
        ),
        "RemoveRegisterEntry": st.builds(RemoveRegisterEntry, _mostly(entries)),
        "SetDocumentDetail": _details.map(lambda pair: SetDocumentDetail(*pair)),
        "SetProjectDetail": st.builds(SetProjectDetail, st.sampled_from(["title", "shows", "designs"]), words),
    }


def _design_commands(design: Design) -> dict[str, SearchStrategy[Command]]:
    this = st.just(design.id)
    known = _mostly(design.by_id)
    standing = _mostly([one.id for one in design.elements() if has_place(one)])
    several = st.lists(known, max_size=4).map(tuple)
    group = st.lists(standing, unique=True, min_size=1, max_size=9).map(tuple)
    sites, notes, vms, luns, nodes = (_ids_of(design, name) for name in ("sites", "notes", "vms", "luns", "nodes"))
    links = _mostly([link.id for link in design.links()])
    movable = st.lists(nodes, min_size=1, max_size=2).map(tuple)
    points = st.lists(st.tuples(_coordinates, _coordinates), max_size=3).map(tuple)
    rules = st.sampled_from(["QU01", "ST01"])
    subjects = st.lists(known, max_size=2, unique=True).map(tuple)
    simple: dict[str, SearchStrategy[Command]] = {
        "AddElement": st.builds(
            AddElement,
            this,
            st.sampled_from(ElementKind),
            st.none() | _coordinates,
            st.none() | _coordinates,
            st.none() | known,
            st.just("") | words,
            st.none() | st.sampled_from(SiteRole),
            st.sampled_from(WitnessKind),
        ),
        "RemoveElements": st.builds(RemoveElements, this, several),
        "ClusterVm": st.builds(ClusterVm, this, vms),
        "RenameElement": st.builds(RenameElement, this, known, words),
        "Connect": _joinable(design).map(lambda ends: Connect(design.id, *ends))
        | st.builds(Connect, this, known, known),
        "Disconnect": st.builds(Disconnect, this, st.lists(links, max_size=2).map(tuple)),
        "AttachLun": st.builds(AttachLun, this, vms, luns),
        "DetachLun": st.builds(DetachLun, this, vms, luns),
        "MoveElements": st.builds(MoveElements, this, group, _offsets, _offsets),
        "MoveIntoSite": st.builds(MoveIntoSite, this, movable, sites, _offsets, _offsets),
        "ResizeSite": st.builds(ResizeSite, this, sites, _coordinates, _coordinates, _coordinates, _coordinates),
        "ResizeNote": st.builds(ResizeNote, this, notes, _coordinates, _coordinates, _coordinates, _coordinates),
        "AlignElements": st.builds(AlignElements, this, group, st.sampled_from(Edge)),
        "DistributeElements": st.builds(
            DistributeElements, this, group, st.sampled_from(Axis), st.sampled_from(Spread)
        ),
        "SetWaypoints": st.builds(SetWaypoints, this, links, points),
        "SetLocked": st.builds(SetLocked, this, several, st.booleans()),
        "ArrangeDesign": st.builds(ArrangeDesign, this),
        "SetProperty": _settable(design),
        "SetClusterSetting": _settings.map(lambda pair: SetClusterSetting(design.id, *pair)),
        "SetVote": st.builds(SetVote, this, nodes, st.integers(0, 2)),
        "SetMemory": st.builds(SetMemory, this, known, st.integers(0, 1 << 20)),
        "MoveVm": st.builds(MoveVm, this, vms, nodes),
        "DuplicateDesign": st.builds(DuplicateDesign, this, _labels | st.just("")),
        "RenameDesign": st.builds(RenameDesign, this, _labels),
        "DescribeDesign": st.builds(DescribeDesign, this, words),
        "RemoveDesign": st.builds(RemoveDesign, this),
        "AddWaiver": st.builds(
            AddWaiver, this, st.builds(Waiver, rule=rules, subjects=subjects, reason=st.just("Agreed"))
        ),
        "RemoveWaiver": st.builds(RemoveWaiver, this, rules, subjects),
        "PasteProperties": st.builds(
            PasteProperties,
            this,
            several,
            several.map(lambda ids: copy(design, [one for one in ids if one in design.by_id])),
        ),
        "CopyBeside": st.builds(CopyBeside, this, known, _coordinates, _coordinates),
        "Paste": st.builds(
            Paste,
            this,
            several.map(lambda ids: copy(design, [one for one in ids if one in design.by_id])),
            _offsets,
            st.just(32),
            st.none() | known,
        ),
    }
    pair = st.tuples(simple["MoveElements"], simple["SetProperty"])
    return simple | {"Together": st.builds(Together, pair, st.just(msg("Both")))}


def _ids_of(design: Design, collection: str) -> SearchStrategy[str]:
    return _mostly([element.id for element in getattr(design, collection)])


def _mostly(ids: Iterable[str]) -> SearchStrategy[str]:
    """One of the ids, now and then one that nothing has."""
    return st.sampled_from([*(list(ids) * 9), "nobody-9"])


def _joinable(design: Design) -> SearchStrategy[tuple[str, str]]:
    """Two ends that may be joined, where there are such."""
    ends = [one.id for one in design.elements() if can_start_link(one)]
    pairs = [(a, b) for a in ends for b in ends if refusal(design, a, b) is None]
    return st.sampled_from(pairs or [("nobody-9", "nobody-9")])


def _settable(design: Design) -> SearchStrategy[SetProperty]:
    """An element with a field that its kind has, and a value that fits or does not."""
    choices = [
        SetProperty(design.id, one.id, path, value)
        for one in design.elements()
        for path, value in _PATHS
        if path.partition(".")[0] in type(one).model_fields or path == "memory_mib"
    ]
    return st.sampled_from(choices or [SetProperty(design.id, "nobody-9", "name", "A")])
