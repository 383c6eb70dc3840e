"""The evaluator's answer as decision diagrams: for every combination of variables that are down, what each VM does.

Reach, partitions and arbitration are followed with functions instead of truth values; what storage allows is asked of
:mod:`designer.resilience.options` case by case. It is the evaluator unrolled, not a second one: tests hold both
together, state by state.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, product

from designer.analysis.availability.diagram import FALSE, TERMINALS, TRUE, Diagram
from designer.analysis.availability.parts import Gate, Wiring
from designer.analysis.availability.states import STOPPED, Judge, Level
from designer.model.design import Design
from designer.model.era import facts
from designer.model.node import Node
from designer.model.witness import WitnessKind
from designer.model.workload import ResourceGroup, VirtualMachine
from designer.resilience.admission import needed_mib
from designer.resilience.condition import Case, Condition, at_start
from designer.resilience.options import Effort, has_enabler, keeps_storage, moved_together, options
from designer.resilience.targets import Loss, LossKind, down_by
from designer.resilience.verdict import evaluate
from designer.resilience.votes import Votes, favoured_site
from designer.topology.down import Down

MOST_JUDGED = 40_000
"""VMs times ways of being left that are put to the evaluator, about a second's work."""

_ANY = ""
_STOPPED = tuple(int(level in STOPPED) for level in Level)


@dataclass(frozen=True)
class Structure:
    """What the design does in every state of its variables; functions are nodes of ``diagram``.

    ``judge`` answers the same question from the evaluator, state by state.
    """

    judge: Judge
    wiring: Wiring
    diagram: Diagram
    derivation: "_Derivation"

    @cached_property
    def stopped(self) -> int:
        """True where some VM needs a repair or a person."""
        return self.derivation.stopped()

    @property
    def takes_limits_lightly(self) -> bool:
        """Whether memory and other limits had to be taken as never reached, because too many cases hang on them."""
        _ = self.levels
        return self.derivation.takes_limits_lightly

    @cached_property
    def levels(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """For each set of VMs that always fare alike: the function whose terminals are levels, and their ids."""
        return self.derivation.levels()

    def losses(self, down: Callable[[int], bool]) -> tuple[Loss, ...]:
        """The losses that stand while ``down`` says which variables, by number, are down."""
        number = {one.id: at for at, one in enumerate(self.wiring.variables)}
        return self.wiring.losses_of_variables(lambda name: down(number[name]))


def derive_structure(design: Design, wiring: Wiring) -> Structure:
    """The structure of a design as wired. Votes count as configured."""
    judge = Judge(design)
    derivation = _Derivation(judge, wiring)
    return Structure(judge, wiring, derivation.diagram, derivation)


class _Derivation:
    """Functions of one design, each made once."""

    def __init__(self, judge: Judge, wiring: Wiring) -> None:
        self.judge = judge
        self.design = judge.design
        self.wiring = wiring
        self.diagram = Diagram()
        number = {one.id: at for at, one in enumerate(wiring.variables)}
        self.gates = [(self._gate(effect.gate, number), effect.losses) for effect in wiring.effects]
        self.lost = _Lost(self)
        self.net = _Net(self)
        self._arbitrations: dict[Votes, _Arbitration] = {}
        self.takes_limits_lightly = False

    def _gate(self, gate: Gate, number: dict[str, int]) -> int:
        parts = [
            self._gate(one, number) if isinstance(one, Gate) else self.diagram.down(number[one]) for one in gate.parts
        ]
        return self.diagram.every(parts) if gate.needs_all else self.diagram.some(parts)

    def stopped(self) -> int:
        """Where some VM needs a repair or a person."""
        diagram = self.diagram
        if not _is_plain(self.design):
            return diagram.some(diagram.with_terminals(level, _STOPPED) for level, _ in self.levels())
        return diagram.some(diagram.both(one.here, one.stopped()) for one in self._situations)

    def levels(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The function of every set of VMs that always fare alike."""
        levels = dict.fromkeys((vm.id for vm in self.judge.vms), int(Level.OUT))
        for situation in self._situations:
            for vm_id, level in situation.levels().items():
                levels[vm_id] = self.diagram.choose(situation.here, level, levels[vm_id])
        alike: dict[int, list[str]] = {}
        for vm_id, level in levels.items():
            alike.setdefault(level, []).append(vm_id)
        return tuple((level, tuple(vms)) for level, vms in alike.items())

    @cached_property
    def _situations(self) -> tuple["_Situation", ...]:
        """One for every choice of pairs of arrays that were cut before anything else, as far as it can be."""
        diagram, joined = self.diagram, _array_pairs(self.design)
        found = []
        for cut in chain.from_iterable(combinations(joined, size) for size in range(len(joined) + 1)):
            here = diagram.every(
                self.lost.cut(pair) if pair in cut else diagram.negation(self.lost.cut(pair)) for pair in joined
            )
            if here != FALSE:
                found.append(_Situation(self, frozenset(cut), here))
        return tuple(found)

    def arbitration(self, votes: Votes) -> "_Arbitration":
        """Who lives under these votes."""
        if votes not in self._arbitrations:
            self._arbitrations[votes] = _Arbitration(self, votes)
        return self._arbitrations[votes]


_ArrayPair = frozenset[str]


def _array_pairs(design: Design) -> tuple[_ArrayPair, ...]:
    """The pairs of arrays that LUNs are mirrored between and a replication line joins, in the design's order."""
    lines = {frozenset((link.a, link.b)) for link in design.replication_links}
    pairs = (frozenset(copy.array for copy in lun.copies) for lun in design.luns if lun.r2 is not None)
    return tuple(pair for pair in dict.fromkeys(pairs) if pair in lines)


class _Lost:
    """What is down, and who reaches which array, as functions."""

    def __init__(self, derivation: _Derivation) -> None:
        self.design = derivation.design
        self.diagram = diagram = derivation.diagram
        self._down: dict[tuple[str, object], int] = {}
        self._cut: dict[str, int] = {}
        for function, losses in derivation.gates:
            down = down_by(self.design, losses)
            for name in ("nodes", "arrays", "sites", "links", "fabrics", "paths", "nics"):
                for one in getattr(down, name):
                    self._down[name, one] = diagram.either(function, self._down.get((name, one), FALSE))
            if down.witness:
                self._down["witness", ""] = diagram.either(function, self._down.get(("witness", ""), FALSE))
            lines = down_by(self.design, tuple(loss for loss in losses if loss.kind is LossKind.LINK)).links
            for link_id in lines:
                self._cut[link_id] = diagram.either(function, self._cut.get(link_id, FALSE))
        self._up: dict[tuple[str, object], int] = {}
        self._reaches: dict[tuple[str, str], int] = {}

    def up(self, name: str, one: object) -> int:
        """True while it works."""
        key = (name, one)
        if key not in self._up:
            self._up[key] = self.diagram.negation(self._down.get(key, FALSE))
        return self._up[key]

    def cut(self, pair: _ArrayPair) -> int:
        """True while every replication line of the pair is cut as a line, whatever its arrays do."""
        lines = [link.id for link in self.design.replication_links if {link.a, link.b} == pair]
        return self.diagram.every(self._cut.get(line, FALSE) for line in lines)

    def replicates(self, pair: _ArrayPair) -> int:
        """True while both arrays and a line between them work."""
        diagram = self.diagram
        lines = [link.id for link in self.design.replication_links if {link.a, link.b} == pair]
        ends = diagram.every(self.up("arrays", array) for array in sorted(pair))
        return diagram.both(ends, diagram.some(self.up("links", line) for line in lines))

    def reaches(self, node: Node, array: str) -> int:
        """True while the node works and has a host path to the array, as ``reachable_arrays`` has it."""
        key = (node.id, array)
        if key not in self._reaches:
            diagram, found = self.diagram, FALSE
            for link in self.design.san_links:
                if link.node == node.id and link.array == array:
                    way = self.up("links", link.id)
                    if link.paths < 2 or node.hbas < 2:
                        way = diagram.both(way, self.up("paths", node.site))
                    found = diagram.either(way, found)
            ends = diagram.both(self.up("arrays", array), self.up("fabrics", node.site))
            self._reaches[key] = diagram.both(self.up("nodes", node.id), diagram.both(found, ends))
        return self._reaches[key]


@dataclass(frozen=True)
class _Company:
    """Nodes of one site on the same networks: those of them that work and have a network hear each other."""

    site: str
    networks: tuple[str, ...]
    nodes: tuple[Node, ...]


class _Net:
    """Who hears whom and who reaches the witness, as functions; nodes are taken together by company."""

    def __init__(self, derivation: _Derivation) -> None:
        self.design = derivation.design
        self.diagram = derivation.diagram
        self.lost = derivation.lost
        networks = tuple(network.id for network in self.design.networks) or (_ANY,)
        self.companies = self._gathered(networks)
        self.company_of = {node.id: at for at, one in enumerate(self.companies) for node in one.nodes}
        self.present = {node.id: self._present(node) for node in self.design.nodes}
        self.alone = {
            node.id: self.diagram.both(self.lost.up("nodes", node.id), self.diagram.negation(self.present[node.id]))
            for node in self.design.nodes
        }
        self.any_present = [self.diagram.some(self.present[node.id] for node in one.nodes) for one in self.companies]
        self.hears = self._closure(networks)

    def _gathered(self, networks: tuple[str, ...]) -> tuple[_Company, ...]:
        found: dict[tuple[str, tuple[str, ...]], list[Node]] = {}
        for node in self.design.nodes:
            own = tuple(sorted({nic.network for nic in node.nics})) if node.nics else networks
            found.setdefault((node.site, own), []).append(node)
        return tuple(_Company(site, own, tuple(nodes)) for (site, own), nodes in found.items())

    def _present(self, node: Node) -> int:
        """True while the node works and has a network. Its adapters fail as one: see the wiring."""
        works = self.lost.up("nodes", node.id)
        if not node.nics:
            return works
        some = self.diagram.some(self.lost.up("nics", (node.id, nic.network)) for nic in node.nics)
        return self.diagram.both(works, some)

    def _line_up(self, line_id: str, ends: Iterable[str]) -> int:
        return self.diagram.every((self.lost.up("links", line_id), *(self.lost.up("sites", end) for end in ends)))

    def _closure(self, networks: tuple[str, ...]) -> dict[tuple[int, int], int]:
        """For two companies: whether present nodes of them hear each other, through lines and through others."""
        lines = [
            (line, frozenset(line.networks or networks), self._line_up(line.id, (line.a, line.b)))
            for line in self.design.network_links
        ]
        # Networks with the same members and the same lines are one.
        unlike: dict[object, str] = {}
        for network in networks:
            members = tuple(at for at, one in enumerate(self.companies) if network in one.networks)
            unlike.setdefault((members, tuple(line.id for line, own, _ in lines if network in own)), network)
        edges: dict[tuple[object, object], int] = {}

        def join(one: object, other: object, when: int) -> None:
            for pair in ((one, other), (other, one)):
                edges[pair] = self.diagram.either(when, edges.get(pair, FALSE))

        for network in unlike.values():
            for at, company in enumerate(self.companies):
                if network in company.networks:
                    join(at, (network, company.site), TRUE)
            for line, own, up in lines:
                if network in own:
                    join((network, line.a), (network, line.b), up)
        weights = {at: self.any_present[at] for at in range(len(self.companies))}
        found = _closed(self.diagram, edges, weights)
        both = product(range(len(self.companies)), repeat=2)
        return {(one, other): TRUE if one == other else found.get((one, other), FALSE) for one, other in both}

    def gathers(self, company: int, need: int, votes: Votes) -> int:
        """Whether a present node of the company stands in a partition with so many node votes."""
        if need <= 0:
            return TRUE
        counted = [TRUE, *[FALSE] * need]
        for at, one in enumerate(self.companies):
            heard = self.hears[company, at]
            if heard != FALSE:
                counted = self._added(counted, self._counts(one, votes, need), heard)
        return counted[need]

    def _counts(self, company: _Company, votes: Votes, need: int) -> list[int]:
        """Whether at least 0, 1, …, ``need`` votes of the company are present."""
        counted = [TRUE, *[FALSE] * need]
        for node in company.nodes:
            if votes.of((node.id,)):
                here = self.present[node.id]
                counted = [TRUE] + [
                    self.diagram.choose(here, counted[many - 1], counted[many]) for many in range(1, need + 1)
                ]
        return counted

    def _added(self, first: list[int], second: list[int], when: int) -> list[int]:
        diagram = self.diagram
        sums = [
            diagram.some(diagram.both(first[many - own], second[own]) for own in range(many + 1))
            for many in range(len(first))
        ]
        return [diagram.choose(when, together, one) for together, one in zip(sums, first, strict=True)]

    def witness_for(self, company: int) -> int:
        """Whether a present node of the company stands in a partition that can reach the witness."""
        diagram = self.diagram
        return diagram.some(
            diagram.both(self.hears[company, at], self._witness_at(one, is_own=at == company))
            for at, one in enumerate(self.companies)
            if self.hears[company, at] != FALSE
        )

    def _witness_at(self, company: _Company, *, is_own: bool) -> int:
        diagram, witness = self.diagram, self.design.witness
        if witness is not None and witness.kind is WitnessKind.DISK:
            return diagram.some(diagram.both(self.present[node.id], self.witness_disk(node)) for node in company.nodes)
        here = TRUE if is_own else diagram.some(self.present[node.id] for node in company.nodes)
        return diagram.both(here, self._share_from(company.site))

    def witness_disk(self, node: Node) -> int:
        """Whether the node reaches a disk witness; false for other kinds."""
        witness = self.design.witness
        if witness is None or witness.kind is not WitnessKind.DISK or witness.array is None:
            return FALSE
        return self.diagram.both(self.lost.up("witness", ""), self.lost.reaches(node, witness.array))

    def _share_from(self, site: str) -> int:
        """Whether a share or the cloud can be reached from a site, as ``reaches_witness`` has it."""
        witness, diagram = self.design.witness, self.diagram
        if witness is None:
            return FALSE
        up = diagram.both(self.lost.up("witness", ""), self.lost.up("sites", site))
        if witness.site is not None:
            up = diagram.both(up, self.lost.up("sites", witness.site))
        if witness.site == site:
            return up
        ways = [self.lost.up("links", path.id) for path in self.design.witness_paths if path.site == site]
        if witness.site is not None:
            ways.append(self._routed(site, witness.site))
        return diagram.both(up, diagram.some(ways))

    def _routed(self, first: str, second: str) -> int:
        edges: dict[tuple[object, object], int] = {}
        for line in self.design.network_links:
            up = self._line_up(line.id, (line.a, line.b))
            for pair in ((line.a, line.b), (line.b, line.a)):
                edges[pair] = self.diagram.either(up, edges.get(pair, FALSE))
        return _closed(self.diagram, edges, {}).get((first, second), FALSE)


def _closed(
    diagram: Diagram, edges: dict[tuple[object, object], int], weights: dict[int, int]
) -> dict[tuple[object, object], int]:
    """Who reaches whom along edges, through vertices that are true (all, where no weight is given)."""
    vertices = list(dict.fromkeys(end for pair in edges for end in pair))
    found = dict(edges)
    for via in vertices:
        through = weights.get(via, TRUE) if isinstance(via, int) else TRUE
        into = [(one, found[one, via]) for one in vertices if one != via and (one, via) in found]
        out = [(other, found[via, other]) for other in vertices if other != via and (via, other) in found]
        for (one, first), (other, second) in product(into, out):
            if one != other:
                way = diagram.every((first, through, second))
                found[one, other] = diagram.either(way, found.get((one, other), FALSE))
    return found


@dataclass(frozen=True)
class _Winners:
    """Who wins: partitions by the companies in them, and nodes that are cut off, each where it is present.

    ``by_node`` names the winning nodes themselves where companies cannot, because two of them could win at once.
    """

    companies: tuple[int, ...]
    lonely: dict[str, int]
    by_node: dict[str, int] | None = None


class _Arbitration:
    """Which nodes live, as functions, under votes that are given. Follows ``count_votes``."""

    def __init__(self, derivation: _Derivation, votes: Votes) -> None:
        self.design = derivation.design
        self.diagram = derivation.diagram
        self.net = derivation.net
        self.votes = votes
        own = {node.id: int(votes.of((node.id,)) >= votes.need) for node in self.design.nodes}
        majority = tuple(self.net.gathers(at, votes.need, votes) for at in range(len(self.net.companies)))
        self._ways = [(TRUE, _Winners(majority, own))]
        if votes.witness:
            first = self.some_living(dict.fromkeys(own, TRUE))
            no_majority = self.diagram.negation(first)
            self._ways += [(no_majority, winners) for winners in self._by_witness()]
        self.any_living = self.some_living(dict.fromkeys(own, TRUE))

    def some_living(self, conditions: dict[str, int]) -> int:
        """Whether some node lives for which its condition holds."""
        net, diagram, found = self.net, self.diagram, FALSE
        by_company: dict[int, int] = {}
        for node_id, condition in conditions.items():
            at = net.company_of[node_id]
            here = diagram.both(net.present[node_id], condition)
            by_company[at] = diagram.either(here, by_company.get(at, FALSE))
        for when, winners in self._ways:
            if winners.by_node is not None:
                won = diagram.some(diagram.both(winners.by_node[one], way) for one, way in conditions.items())
            else:
                won = diagram.some(diagram.both(winners.companies[at], way) for at, way in by_company.items())
                won = diagram.either(
                    diagram.some(
                        diagram.every((winners.lonely[one], net.alone[one], way))
                        for one, way in conditions.items()
                        if winners.lonely[one] != FALSE
                    ),
                    won,
                )
            found = diagram.either(diagram.both(when, won), found)
        return found

    def _by_witness(self) -> tuple[_Winners, _Winners]:
        """The winners among the partitions that could win the witness: at the favoured site, else the first."""
        net, diagram, votes = self.net, self.diagram, self.votes
        lacking = votes.need - votes.witness
        members = frozenset(votes.members)
        rivals = []
        for at in range(len(net.companies)):
            rival = diagram.both(net.gathers(at, lacking, votes), net.witness_for(at))
            rivals.append(diagram.both(rival, self._holds_one_of(at, members)))
        lonely = {
            node.id: net.witness_disk(node) if votes.of((node.id,)) >= lacking and node.id in members else FALSE
            for node in self.design.nodes
        }
        site = favoured_site(self.design)
        at_site = frozenset(node.id for node in self.design.nodes if node.site == site)
        favoured = [diagram.both(rival, self._holds_one_of(at, at_site)) for at, rival in enumerate(rivals)]
        lonely_favoured = {one: way if one in at_site else FALSE for one, way in lonely.items()}
        none_favoured = diagram.negation(diagram.some(self._spread(favoured, lonely_favoured).values()))
        others = [diagram.both(rival, none_favoured) for rival in rivals]
        lonely_others = {one: diagram.both(way, none_favoured) for one, way in lonely.items()}
        return self._first(favoured, lonely_favoured), self._first(others, lonely_others)

    def _spread(self, of_company: Sequence[int], of_lonely: dict[str, int]) -> dict[str, int]:
        """For every node: that it is present and its company's partition wins, or cut off and wins alone."""
        net, diagram = self.net, self.diagram
        return {
            node.id: diagram.either(
                diagram.both(net.present[node.id], of_company[net.company_of[node.id]]),
                diagram.both(net.alone[node.id], of_lonely[node.id]),
            )
            for node in self.design.nodes
        }

    def _holds_one_of(self, company: int, nodes: frozenset[str]) -> int:
        """Whether the partition of a present node of the company holds one of the nodes."""
        net, diagram = self.net, self.diagram
        if all(node.id in nodes for node in net.companies[company].nodes):
            return TRUE
        return diagram.some(
            diagram.both(net.hears[company, net.company_of[node_id]], net.present[node_id]) for node_id in sorted(nodes)
        )

    def _first(self, companies: list[int], lonely: dict[str, int]) -> _Winners:
        """The winner with the first node, in the design's order, among those that could win."""
        diagram = self.diagram
        if not self._can_clash(companies, lonely):
            return _Winners(tuple(companies), lonely)
        wins = self._spread(companies, lonely)
        found = dict.fromkeys(wins, FALSE)
        open_yet = TRUE
        for node_id, win in wins.items():
            chosen = diagram.both(open_yet, win)
            open_yet = diagram.both(open_yet, diagram.negation(win))
            if chosen != FALSE:
                for other in wins:
                    found[other] = diagram.either(diagram.both(chosen, self._same(node_id, other)), found[other])
        return _Winners(tuple(companies), lonely, found)

    def _can_clash(self, companies: list[int], lonely: dict[str, int]) -> bool:
        net, diagram = self.net, self.diagram
        if any(way != FALSE for way in lonely.values()):
            return True
        pairs = combinations(range(len(companies)), 2)
        return any(
            diagram.every((
                companies[one], companies[other], net.any_present[one], net.any_present[other],
                diagram.negation(net.hears[one, other]),
            )) != FALSE
            for one, other in pairs
        )  # fmt: skip

    def _same(self, one: str, other: str) -> int:
        """Whether two nodes stand in one partition, the first being in it."""
        if one == other:
            return TRUE
        net, diagram = self.net, self.diagram
        heard = net.hears[net.company_of[one], net.company_of[other]]
        return diagram.every((net.present[one], net.present[other], heard))


@dataclass(frozen=True)
class _Way:
    """What storage allows at a node that reaches certain arrays: the effort to start there, and whether to go on."""

    effort: Effort | None
    keeps: bool


class _Chances:
    """When a VM can start, with what effort; ``efforts`` says where and when each of them is what it takes."""

    def __init__(self, situation: "_Situation", efforts: dict[Effort, dict[str, int]]) -> None:
        self._situation = situation
        self._efforts = efforts

    @cached_property
    def local(self) -> int:
        """On the array that it writes to."""
        return self._starts(Effort.LOCAL)

    @cached_property
    def away(self) -> int:
        """By itself on the other array."""
        return self._starts(Effort.SWAP, Effort.TAKE_OVER)

    @cached_property
    def by_itself(self) -> int:
        """On either."""
        return self._starts(Effort.LOCAL, Effort.SWAP, Effort.TAKE_OVER)

    def by_hand(self) -> int:
        """When a person could start it: as the Cluster Enabler's policy asks, or by forcing quorum."""
        situation, diagram = self._situation, self._situation.diagram
        asked = self._starts(Effort.MANUAL_SWAP, Effort.MANUAL_TAKE_OVER)
        forced = diagram.some(
            diagram.both(situation.lost.up("nodes", node_id), when)
            for ones in self._efforts.values()
            for node_id, when in ones.items()
        )
        return diagram.either(asked, diagram.both(diagram.negation(situation.arbitration.any_living), forced))

    def _starts(self, *efforts: Effort) -> int:
        diagram, conditions = self._situation.diagram, dict[str, int]()
        for effort in efforts:
            for node_id, when in self._efforts[effort].items():
                conditions[node_id] = diagram.either(when, conditions.get(node_id, FALSE))
        return self._situation.arbitration.some_living(conditions)


class _Situation:
    """The VMs' levels where certain pairs of arrays were cut before everything else."""

    def __init__(self, derivation: _Derivation, cut: frozenset[_ArrayPair], here: int) -> None:
        self.derivation = derivation
        self.design = design = derivation.design
        self.diagram = derivation.diagram
        self.lost = derivation.lost
        self.here = here
        self.cut = cut
        self.before, self.earlier = self._condition()
        self.arbitration = derivation.arbitration(self.before.votes)
        self.pairs = _array_pairs(design)
        self._ways: dict[object, _Way] = {}
        self._found: dict[object, _Chances] = {}
        self._going: dict[object, int] = {}
        self._reached: dict[object, int] = {}

    def _condition(self) -> tuple[Condition, dict[str, Level]]:
        """How the cluster stood when the lines had been cut, and what that alone did to each VM."""
        design = self.design
        if not self.cut:
            return at_start(design), {}
        lines = tuple(Loss(LossKind.LINK, link.id) for link in design.replication_links if {link.a, link.b} in self.cut)
        verdict = evaluate(design, (lines,))
        return verdict.after, self.derivation.judge.levels(verdict)

    def levels(self) -> dict[str, int]:
        """The function of every VM, right where the situation is."""
        found = {vm.id: self._level(vm) for vm in self.derivation.judge.vms}
        if not _is_plain(self.design):
            found = self._with_limits(found)
        for vm_id, level in self.earlier.items():
            if level is not Level.RUNS:
                found[vm_id] = self.diagram.with_terminals(found[vm_id], [max(one, level) for one in Level])
        return found

    def stopped(self) -> int:
        """Where some VM needs a repair or a person, memory apart; right where the situation is."""
        diagram = self.diagram
        if not STOPPED.isdisjoint(self.earlier.values()):
            return TRUE
        fine = {self._fine(vm): None for vm in self.derivation.judge.vms}
        return diagram.some(diagram.negation(one) for one in fine)

    def _fine(self, vm: VirtualMachine) -> int:
        """When the VM runs without a person. Where it runs it could mostly start as well, which then says all."""
        group, home = self.design.group_of(vm.id), self.before.node_of(vm.id)
        starts = self._chances(vm).by_itself
        if home is not None and vm.luns and home in self._owners(group):
            ways = self._ways_at(vm, group, self.design.node(home))
            if all(way.effort is Effort.LOCAL for way, _ in ways if way.keeps):
                return starts
        return self.diagram.either(self._goes_on(vm), starts)

    def _owners(self, group: ResourceGroup | None) -> tuple[str, ...]:
        """The nodes that may run the VM, in any order: who is preferred decides the place, not the effort."""
        if group is None:
            return ()
        return group.possible_owners or tuple(node.id for node in self.design.nodes)

    def _level(self, vm: VirtualMachine) -> int:
        diagram, chances = self.diagram, self._chances(vm)
        stopped = diagram.choose(chances.by_hand(), Level.MANUAL, Level.OUT)
        moved = diagram.choose(chances.local, Level.LOCAL, diagram.choose(chances.away, Level.AWAY, stopped))
        return diagram.choose(self._goes_on(vm), Level.RUNS, moved)

    def _chances(self, vm: VirtualMachine) -> "_Chances":
        group = self.design.group_of(vm.id)
        key = (frozenset(self._owners(group)), self._likeness(vm, group))
        if key not in self._found:
            self._found[key] = self._chances_of(vm, group)
        return self._found[key]

    def _chances_of(self, vm: VirtualMachine, group: ResourceGroup | None) -> "_Chances":
        efforts: dict[Effort, dict[str, int]] = {effort: {} for effort in Effort}
        # A VM outside the cluster or without disks is tied to its node.
        owners = frozenset(self._owners(group)) if vm.luns else frozenset()
        for node in self.design.nodes:
            if node.id in owners:
                for way, when in self._ways_at(vm, group, node):
                    if way.effort is not None:
                        at_node = efforts[way.effort]
                        at_node[node.id] = self.diagram.either(when, at_node.get(node.id, FALSE))
        return _Chances(self, efforts)

    def _goes_on(self, vm: VirtualMachine) -> int:
        """When nothing happens to the VM."""
        group, home = self.design.group_of(vm.id), self.before.node_of(vm.id)
        if home is None:
            return FALSE
        key = (home, group is None, self._likeness(vm, group))
        if key not in self._going:
            self._going[key] = self._going_on(vm, group, home)
        return self._going[key]

    def _going_on(self, vm: VirtualMachine, group: ResourceGroup | None, home: str) -> int:
        keeps = TRUE
        if vm.luns:
            node = self.design.node(home)
            keeps = self.diagram.some(when for way, when in self._ways_at(vm, group, node) if way.keeps)
        if group is None:
            return self.diagram.both(self.lost.up("nodes", home), keeps)
        return self.arbitration.some_living({home: keeps})

    def _ways_at(self, vm: VirtualMachine, group: ResourceGroup | None, node: Node) -> list[tuple[_Way, int]]:
        """What storage allows at a node, with the function of when: which arrays it reaches, and what replicates."""
        concerned = [pair for pair in self.pairs if pair & self._arrays_of(vm)]
        wired = sorted({link.array for link in self.design.san_links if link.node == node.id} & self._arrays_of(vm))
        found = []
        for size in range(1, len(wired) + 1):
            for arrays in combinations(wired, size):
                for working in product((True, False), repeat=len(concerned)):
                    up = frozenset(pair for pair, works in zip(concerned, working, strict=True) if works)
                    if not up & self.cut:
                        when = self._when(node, wired, arrays, concerned, up)
                        if when != FALSE:
                            found.append((self._way(vm, group, node, arrays, up), when))
        return found

    def _arrays_of(self, vm: VirtualMachine) -> frozenset[str]:
        luns = (self.design.lun(lun_id) for lun_id in moved_together(self.design, vm))
        return frozenset(copy.array for lun in luns for copy in lun.copies)

    def _when(  # noqa: PLR0917 - one case with everything it depends on
        self,
        node: Node,
        wired: list[str],
        arrays: tuple[str, ...],
        concerned: list[_ArrayPair],
        up: frozenset[_ArrayPair],
    ) -> int:
        key = (node.id, tuple(wired), arrays, tuple(concerned), up)
        if key not in self._reached:
            diagram = self.diagram
            parts = []
            for array in wired:
                reaches = self.lost.reaches(node, array)
                parts.append(reaches if array in arrays else diagram.negation(reaches))
            for pair in concerned:
                works = self.lost.replicates(pair)
                if pair not in self.cut:
                    parts.append(works if pair in up else diagram.negation(works))
            self._reached[key] = diagram.every(parts)
        return self._reached[key]

    def _way(  # noqa: PLR0917 - as above
        self,
        vm: VirtualMachine,
        group: ResourceGroup | None,
        node: Node,
        arrays: tuple[str, ...],
        up: frozenset[_ArrayPair],
    ) -> _Way:
        """The evaluator's word for such a case, put to it once."""
        key = (self._likeness(vm, group), arrays, up)
        if key not in self._ways:
            broken = {link.id for link in self.design.replication_links if frozenset((link.a, link.b)) not in up} | {
                link.id for link in self.design.san_links if link.node == node.id and link.array not in arrays
            }
            case = Case(self.design, self.before, self.before.down.plus(Down(links=frozenset(broken))))
            found = options(case, vm, (node.id,))
            self._ways[key] = _Way(found[0].effort if found else None, keeps_storage(case, vm, node))
        return self._ways[key]

    def _likeness(self, vm: VirtualMachine, group: ResourceGroup | None) -> object:
        """Equal for VMs that storage treats alike."""
        luns = []
        for lun_id in moved_together(self.design, vm):
            lun, pair = self.design.lun(lun_id), self.before.pair(lun_id)
            state = (pair.state, pair.writable, pair.copy, pair.halted)
            luns.append((tuple(copy.array for copy in lun.copies), lun.domino, lun.csv, lun_id in vm.luns, *state))
        enabler = group is not None and (group.cluster_enabler_resource, has_enabler(self.design, group))
        return (frozenset(luns), enabler, bool(vm.luns))

    # --- Where limits decide ------------------------------------------------------------------------------------------

    def _with_limits(self, plain: dict[str, int]) -> dict[str, int]:
        """The functions where memory or limits decide: the evaluator is asked once for every way nodes can be left.

        Where there are too many ways for that, limits are taken as never reached, and the structure says so.

        Without quorum a person decides where to start what, so nothing changes there.
        """
        diagram = self.diagram
        alike: dict[tuple[Level, ...], int] = {}
        cells_apart = self._cells()
        if cells_apart is None:
            self.derivation.takes_limits_lightly = True
            return plain
        for cell in cells_apart:
            judge = self.derivation.judge
            found = tuple(judge.levels(judge.verdict(self._losses_in(cell))).values())
            alike[found] = diagram.either(cell, alike.get(found, FALSE))
        levels = dict(plain)
        for found, cells in alike.items():
            for vm_id, level in zip(plain, found, strict=True):
                levels[vm_id] = diagram.choose(cells, level, levels[vm_id])
        return levels

    def _cells(self) -> list[int] | None:
        """Where the same nodes live and reach the same arrays, and the same pairs replicate: all else follows."""
        diagram = self.diagram
        cells = [diagram.both(self.here, self.arbitration.any_living)]
        features = [self.lost.replicates(pair) for pair in self.pairs]
        for node in self.design.nodes:
            living = self.arbitration.some_living({node.id: TRUE})
            features.append(living)
            features += [
                diagram.both(living, self.lost.reaches(node, array))
                for array in sorted({link.array for link in self.design.san_links if link.node == node.id})
            ]
        for feature in features:
            split = [(diagram.both(cell, feature), diagram.both(cell, diagram.negation(feature))) for cell in cells]
            cells = [part for parts in split for part in parts if part != FALSE]
            if len(cells) * len(self.design.vms) > MOST_JUDGED:
                return None
        return cells

    def _losses_in(self, cell: int) -> tuple[Loss, ...]:
        """The losses of one state in the cell, with as little down as its path asks for."""
        diagram, down = self.diagram, set()
        while cell >= TERMINALS:
            if diagram.low[cell] == FALSE:
                down.add(diagram.variable[cell])
                cell = diagram.high[cell]
            else:
                cell = diagram.low[cell]
        names = {self.derivation.wiring.variables[at].id for at in down}
        return self.derivation.wiring.losses_of_variables(names.__contains__)


def _is_plain(design: Design) -> bool:
    """Whether every node could carry all VMs at once and every group may fail over as often as losses can ask for it.

    A lost disk costs a failover for a vain try on a neighbour; whoever has two left always has one for the rest.
    """
    needed = sum(needed_mib(vm) for vm in design.vms)
    roomy = all(
        node.available_mib >= needed and len(design.vms) <= facts(node.os).max_vms_per_host for node in design.nodes
    )
    return roomy and all(_may_fail_over(design, group) for group in design.groups)


def _may_fail_over(design: Design, group: ResourceGroup) -> bool:
    left = len(design.nodes) - 1 if group.failover_threshold is None else group.failover_threshold
    home = design.node(design.vm(group.vm).node)
    return left > 1 or (left == 1 and len(design.nodes_in(home.site)) == 1)
