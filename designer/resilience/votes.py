"""Vote arithmetic: static votes, dynamic votes by era, arbitration for the witness, and the race.

The one place where it is decided which partition may live (domain 4.2, S42, S46).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from designer.model.design import Design
from designer.model.era import facts
from designer.model.policy import QuorumMode
from designer.topology.down import Down
from designer.topology.reach import partitions, reaches_witness


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes in force: of every configured node (0 or 1), in the design's order, and of the witness.

    ``members`` are the nodes of the cluster as it last stood; only they know its newest state.
    """

    nodes: tuple[tuple[str, int], ...]
    witness: int
    members: tuple[str, ...]

    @property
    def total(self) -> int:
        """All votes in force."""
        return sum(vote for _, vote in self.nodes) + self.witness

    @property
    def need(self) -> int:
        """The strict majority of :attr:`total`; at least 1."""
        return self.total // 2 + 1

    def of(self, node_ids: Iterable[str]) -> int:
        """The votes the named nodes hold together."""
        named = set(node_ids)
        return sum(vote for node_id, vote in self.nodes if node_id in named)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one partition stands: its own votes, and whether it can reach (and so may try for) the witness."""

    nodes: tuple[str, ...]
    own: int
    reaches_witness: bool


@dataclass(frozen=True, slots=True)
class Quorum:
    """What came of counting: the partitions, and those that may live.

    ``winners`` is empty (the cluster stops everywhere), holds one partition, or several that race for the witness,
    the default winner first. ``needed_witness`` is whether the first winner lives by the witness' vote.
    """

    standings: tuple[Standing, ...]
    winners: tuple[tuple[str, ...], ...]
    needed_witness: bool
    need: int
    total: int

    @property
    def is_race(self) -> bool:
        """Whether two sides can win the witness."""
        return len(self.winners) > 1

    @property
    def living(self) -> tuple[str, ...]:
        """Nodes of the default winner; empty without quorum."""
        return self.winners[0] if self.winners else ()


def uses_dynamic_votes(design: Design) -> bool:
    """Whether votes follow membership: switched on, and every node's version can do it (2012 and newer)."""
    return design.cluster.quorum.dynamic and all(facts(node.os).dynamic_quorum for node in design.nodes)


def witness_vote_configured(design: Design) -> int:
    """1 where the quorum model counts a witness and there is one, else 0."""
    return int(design.witness is not None and design.cluster.quorum.mode is not QuorumMode.NODE_MAJORITY)


def initial_votes(design: Design) -> Votes:
    """The votes of the settled cluster before anything fails, all nodes up."""
    return settled_votes(design, tuple(node.id for node in design.nodes), witness_up=design.witness is not None)


def settled_votes(design: Design, members: tuple[str, ...], *, witness_up: bool) -> Votes:
    """The votes in force once the cluster of ``members`` has settled.

    Static votes stay as configured whoever is up. Dynamic votes (2012) belong to members only; from 2012 R2 the
    witness votes only beside an even number of voting nodes and while it works, and an even number of voting nodes
    without it costs one node its vote (S42, S46): one of the site that is not preferred.
    """
    configured = _configured(design)
    witness = witness_vote_configured(design)
    if not uses_dynamic_votes(design):
        return Votes(configured, witness, members)
    present = set(members)
    current = tuple((node_id, vote if node_id in present else 0) for node_id, vote in configured)
    if not all(facts(node.os).dynamic_witness for node in design.nodes):
        return Votes(current, witness, members)
    voters = sum(vote for _, vote in current)
    if voters % 2:
        return Votes(current, 0, members)
    if witness and witness_up:
        return Votes(current, 1, members)
    return Votes(_without_one(design, current), 0, members)


def _configured(design: Design) -> tuple[tuple[str, int], ...]:
    if design.cluster.quorum.mode is QuorumMode.DISK_ONLY:
        return tuple((node.id, 0) for node in design.nodes)
    return tuple((node.id, node.votes) for node in design.nodes)


def _without_one(design: Design, current: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Take the vote of the last voting node outside the favoured site, else of the last voting node.

    Which node Windows picks without a preference is not documented; the side without the core group is assumed.
    """
    voting = [node_id for node_id, vote in current if vote]
    if not voting:
        return current
    favoured = favoured_site(design)
    elsewhere = [node_id for node_id in voting if design.node(node_id).site != favoured]
    loser = (elsewhere or voting)[-1]
    return tuple((node_id, 0 if node_id == loser else vote) for node_id, vote in current)


def favoured_site(design: Design) -> str | None:
    """The site that wins an even split: the preferred one (2016 and newer), else the core group's, else the first."""
    quorum = design.cluster.quorum
    if quorum.preferred_site is not None and all(facts(node.os).preferred_site for node in design.nodes):
        return quorum.preferred_site
    if quorum.core_group_site is not None:
        return quorum.core_group_site
    return design.sites[0].id if design.sites else None


def count_votes(design: Design, votes: Votes, down: Down) -> Quorum:
    """Which partitions of the living nodes may go on, given the votes that were in force when it happened.

    A partition lives with a strict majority of its own, or with the witness where that makes one. The witness
    serves only a partition that holds a member of the last cluster: others may know an older state of it. Where two
    partitions could each win the witness, both are winners, the favoured site's first.
    """
    standings = tuple(
        Standing(
            nodes=group,
            own=votes.of(group),
            reaches_witness=bool(votes.witness)
            and bool(set(group) & set(votes.members))
            and any(reaches_witness(design, down, design.node(node_id)) for node_id in group),
        )
        for group in partitions(design, down)
    )
    alone = [standing for standing in standings if standing.own >= votes.need]
    if alone:
        return Quorum(standings, (alone[0].nodes,), needed_witness=False, need=votes.need, total=votes.total)
    rivals = [one for one in standings if one.reaches_witness and one.own + votes.witness >= votes.need]
    favoured = favoured_site(design)
    rivals.sort(key=lambda one: not any(design.node(node_id).site == favoured for node_id in one.nodes))
    return Quorum(
        standings, tuple(one.nodes for one in rivals), needed_witness=bool(rivals), need=votes.need, total=votes.total
    )
