"""Rule packs by era, and what would flip if a design stood in another one."""

from collections import Counter
from dataclasses import dataclass

from designer.analysis.finding import Finding
from designer.analysis.places import oldest_era
from designer.analysis.rule import Rule
from designer.analysis.run import RULES, analyse
from designer.base.texts import Message, msg
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.limits import ENABLER_RELEASES, EnablerRelease, enabler_release
from designer.model.policy import EnablerProduct, HeartbeatSettings, QuorumSettings
from designer.model.site import SiteRole


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of an era: its Windows versions, and the first and last Cluster Enabler release it knows."""

    id: str
    title: Message
    eras: frozenset[Era]
    releases: tuple[tuple[int, ...], tuple[int, ...]]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that have something to say in this era."""
        return tuple(rule for rule in RULES if rule.eras & self.eras)

    def holds(self, era: Era, release: EnablerRelease | None) -> bool:
        """Whether a design of this Windows version and Cluster Enabler release belongs here."""
        first, last = self.releases
        return era in self.eras and (release is None or first <= release.version <= last)


_R2 = frozenset({Era.W2008R2, Era.W2008R2SP1})
_OLDEST, _NEWEST = ENABLER_RELEASES[0].version, ENABLER_RELEASES[-1].version
PACKS: tuple[Pack, ...] = (
    Pack("2008r2-ce3", msg("Windows Server 2008 R2 with Cluster Enabler 3"), _R2, (_OLDEST, (3, 1))),
    Pack("2008r2-ce4", msg("Windows Server 2008 R2 with a later Cluster Enabler"), _R2, ((4, 0), _NEWEST)),
    Pack("2012", msg("Windows Server 2012 and 2012 R2"), frozenset({Era.W2012, Era.W2012R2}), (_OLDEST, _NEWEST)),
    Pack(
        "2016",
        msg("Windows Server 2016 to 2025, with Storage Replica"),
        frozenset({Era.W2016, Era.W2019, Era.W2022, Era.W2025}),
        (_OLDEST, _NEWEST),
    ),
)
"""Oldest first; where no release is known, the first that has the Windows version counts."""


def pack_of(design: Design) -> Pack | None:
    """The pack that judges the design, by its oldest node and its Cluster Enabler; None without nodes."""
    era = oldest_era(design)
    if era is None:
        return None
    enabler = design.cluster.enabler
    release = None if enabler.product is EnablerProduct.NONE else enabler_release(enabler.version)
    return next((pack for pack in PACKS if pack.holds(era, release)), None)


@dataclass(frozen=True, slots=True)
class Flips:
    """What another era would change: settings that go with it, findings that would appear and that would be gone."""

    era: Era
    pack: Pack | None
    taken_along: tuple[Message, ...]
    appear: tuple[Finding, ...]
    disappear: tuple[Finding, ...]


def flips(design: Design, era: Era, today: str = "") -> Flips:
    """What flips if all nodes ran ``era``. Findings are the same when rule and subjects are."""
    moved, taken_along = in_era(design, era)
    before, after = analyse(design, today), analyse(moved, today)
    return Flips(era, pack_of(moved), taken_along, _without(after, before), _without(before, after))


def in_era(design: Design, era: Era) -> tuple[Design, tuple[Message, ...]]:
    """The design with ``era`` on all nodes, and what was changed with it.

    Settings that stood at the default of their era take that of the new one, typed ones stay. The Cluster Enabler is
    exchanged for the oldest release that knows the new version, where the one at hand does not.
    """
    old = oldest_era(design)
    if old is None:
        return design, ()
    notes: list[Message] = []
    if any(node.os is not era for node in design.nodes):
        notes.append(msg("{os} on all nodes", os=facts(era).label))
    settings = design.cluster
    quorum = _quorum_in(design, settings.quorum, old, era)
    if quorum.dynamic != settings.quorum.dynamic:
        notes.append(msg("dynamic quorum on") if quorum.dynamic else msg("dynamic quorum off"))
    heartbeat = _heartbeat_in(settings.heartbeat, old, era)
    if heartbeat != settings.heartbeat:
        notes.append(
            msg(
                "heartbeat thresholds {same} and {cross}",
                same=heartbeat.same_subnet_threshold,
                cross=heartbeat.cross_subnet_threshold,
            )
        )
    enabler = settings.enabler
    release = None if enabler.product is EnablerProduct.NONE else enabler_release(enabler.version)
    if release is not None and era not in release.eras:
        known = [one for one in ENABLER_RELEASES if era in one.eras]
        enabler = enabler.evolve(version=known[0].text)
        notes.append(msg("Cluster Enabler {version}", version=enabler.version))
    moved = design.evolve(
        nodes=tuple(node.evolve(os=era) for node in design.nodes),
        cluster=settings.evolve(quorum=quorum, heartbeat=heartbeat, enabler=enabler),
    )
    return moved, tuple(notes)


def _quorum_in(design: Design, quorum: QuorumSettings, old: Era, era: Era) -> QuorumSettings:
    before, after = facts(old), facts(era)
    primary = design.site_with_role(SiteRole.PRIMARY)
    changes: dict[str, object] = {}
    if quorum.dynamic is before.dynamic_quorum:
        changes["dynamic"] = after.dynamic_quorum
    if not after.preferred_site:
        changes["preferred_site"] = None
    elif not before.preferred_site and quorum.preferred_site is None and primary is not None:
        changes["preferred_site"] = primary.id
    return quorum.evolve(**changes)


def _heartbeat_in(heartbeat: HeartbeatSettings, old: Era, era: Era) -> HeartbeatSettings:
    before, after = facts(old), facts(era)
    changes = {}
    if heartbeat.same_subnet_threshold == before.heartbeat_same_threshold:
        changes["same_subnet_threshold"] = after.heartbeat_same_threshold
    if heartbeat.cross_subnet_threshold == before.heartbeat_cross_threshold:
        changes["cross_subnet_threshold"] = after.heartbeat_cross_threshold
    if heartbeat.cross_site_threshold == before.heartbeat_site_threshold:
        changes["cross_site_threshold"] = after.heartbeat_site_threshold
    return heartbeat.evolve(**changes)


def _without(findings: tuple[Finding, ...], others: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that ``others`` does not have; of several alike as many as there are more."""
    left = Counter((one.rule, one.subjects) for one in others)
    kept = []
    for one in findings:
        key = (one.rule, one.subjects)
        if left[key]:
            left[key] -= 1
        else:
            kept.append(one)
    return tuple(kept)
