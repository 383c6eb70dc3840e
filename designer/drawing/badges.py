"""Badges of findings, laid over a design's picture. Apart from runs, so that a window can begin without an engine."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from designer.base.texts import Message, Translator, msg
from designer.drawing.geometry import Point, circle, point_along, scaling, translation
from designer.drawing.lettering import Lettering
from designer.drawing.marks import Group, bounds_of
from designer.drawing.ruler import TextRuler
from designer.drawing.scene import BADGE_Z, LABEL_Z, Scene, SceneItem
from designer.drawing.symbols.badge import BADGE_RADIUS, SEVERITIES, badge
from designer.model.array import LunPair
from designer.model.design import Design
from designer.model.workload import ResourceGroup

_SMALL = 0.75


class Judged(Protocol):
    """What a badge needs to know of a finding."""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``info``."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ids of the elements concerned."""

    @property
    def message(self) -> Message:
        """What is so."""

    @property
    def waived(self) -> bool:
        """Whether somebody accepted it."""


@dataclass(frozen=True, slots=True)
class Badge:
    """The findings at one item of a scene: the gravest severity, how many there are, and what they say."""

    key: str
    severity: str
    count: int
    messages: tuple[Message, ...]


def badges_of(design: Design, scene: Scene, findings: Iterable[Judged]) -> tuple[Badge, ...]:
    """One badge for each drawn item that findings concern, in drawing order; waived findings give none.

    What has no symbol of its own is told at the one that stands for it: a LUN at its array, a group at its VM, a
    hidden VM at its node.
    """
    found: dict[str, list[Judged]] = {}
    for finding in findings:
        if finding.waived:
            continue
        keys = (_key_of(design, scene, subject) for subject in finding.subjects)
        for key in dict.fromkeys(key for key in keys if key is not None):
            found.setdefault(key, []).append(finding)
    return tuple(_badge(item.key, found[item.key]) for item in scene.items if item.key in found)


def findings_overlay(
    design: Design, scene: Scene, findings: Iterable[Judged], *, ruler: TextRuler, translator: Translator
) -> tuple[SceneItem, ...]:
    """The badges as scene items (keys ``badge:…``), to be added with :meth:`Scene.with_items`."""
    lettering = Lettering(ruler, translator)
    badges = badges_of(design, scene, findings)
    return tuple(_badge_item(scene, one, lettering) for one in badges)


def _key_of(design: Design, scene: Scene, subject: str) -> str | None:
    """The key of the item that stands for a subject of a finding, None for what no picture shows."""
    item = scene.by_key.get(subject)
    if item is not None:
        label = f"{subject}:label"
        return label if item.is_line and label in scene.by_key else subject
    element = design.find(subject)
    if isinstance(element, ResourceGroup):
        return _key_of(design, scene, element.vm)
    if isinstance(element, LunPair):
        return element.r1.array
    vm = next((vm for vm in design.vms if vm.id == subject), None)
    return vm.node if vm is not None else None


def _badge(key: str, findings: Sequence[Judged]) -> Badge:
    gravest = min((str(finding.severity) for finding in findings), key=SEVERITIES.index)
    ordered = sorted(findings, key=lambda finding: SEVERITIES.index(str(finding.severity)))
    return Badge(key, gravest, len(findings), tuple(finding.message for finding in ordered))


def _badge_item(scene: Scene, one: Badge, lettering: Lettering) -> SceneItem:
    item = scene.by_key[one.key]
    at = _corner(item)
    factor = _SMALL if item.part_of else 1.0
    marks = (Group((Group(badge(one.severity, lettering), scaling(factor)),), translation(at.x, at.y)),)
    outline = circle(at, BADGE_RADIUS * factor)
    hint = msg("{items}", items=one.messages)
    return SceneItem(f"badge:{one.key}", item.element_id, BADGE_Z, marks, outline, bounds_of(marks), hint=hint)


def _corner(item: SceneItem) -> Point:
    """Where a badge sits: on the upper right corner, of a label beside it so that it hides no word."""
    if item.is_line:
        return point_along(item.outline.flattened()[0], 0.5)
    beside = 3.0 if item.z == LABEL_Z else -2.0
    box = item.outline.bounds()
    return Point(box.right + beside, box.y if item.z == LABEL_Z else box.y + 2)
