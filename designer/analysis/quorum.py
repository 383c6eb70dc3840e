"""Rules about votes and the witness (domain 8.3). The counting itself is done by :mod:`designer.resilience.votes`."""

from collections.abc import Iterator
from dataclasses import dataclass

from designer.analysis.finding import Severity
from designer.analysis.places import cluster_sites, ids, is_stretched, main_sites, named
from designer.analysis.rule import Observation, Rule, eras_before
from designer.base.texts import Message, msg, sentences
from designer.base.units import memory_text, milliseconds_text
from designer.model import limits
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.node import Node
from designer.model.policy import QuorumMode
from designer.model.site import Site
from designer.model.witness import Witness, WitnessKind
from designer.resilience.votes import Votes, initial_votes, uses_dynamic_votes, witness_vote_configured

_ORDER = list(Era)


@dataclass(frozen=True, slots=True)
class _Loss:
    """What is left of the votes when one of the two sites is lost at once, the witness taken as alive."""

    lost: Site
    left: Site
    own: int
    witness: int
    need: int
    total: int

    @property
    def is_fatal(self) -> bool:
        """Whether the rest has no majority even with the witness."""
        return self.own + self.witness < self.need


def equal_sites_without_witness(design: Design) -> Iterator[Observation]:
    """QU01: with equal votes at both sites, static, and nothing to break the tie, neither site has a majority alone.

    The loss of either site, or a cut of the LAN, stops everything; in 1+1 even the loss of the idle node does.
    """
    sites = main_sites(design)
    if sites is None or not _failover_wanted(design) or uses_dynamic_votes(design):
        return
    votes = initial_votes(design)
    first, second = (_votes_at(design, votes, site) for site in sites)
    if first != second or not first or votes.witness:
        return
    yield Observation(
        (sites[0].id, sites[1].id),
        msg(
            "{first} and {second} hold {each} of {total} votes each, no witness counts and {need} are needed. The "
            "loss of either site, or of the LAN between them, stops the whole cluster.",
            first=sites[0].name,
            second=sites[1].name,
            each=first,
            total=votes.total,
            need=votes.need,
        ),
        msg("Add a file share witness at a third site."),
    )


def witness_at_a_site(design: Design) -> Iterator[Observation]:
    """QU02: a witness that stands at one of the two sites dies with it, so the tie is lost when it is needed."""
    site = _witness_site(design)
    if site is None or not _failover_wanted(design) or not witness_vote_configured(design) or not is_stretched(design):
        return
    if site not in {one.id for one in cluster_sites(design)} or design.witness is None:
        return
    votes = initial_votes(design)
    left = votes.of(node.id for node in design.nodes if node.site != site)
    yield Observation(
        (design.witness.id, site),
        msg(
            "{witness} stands at {site}. When that site is lost the witness is lost with it: {left} of {total} votes "
            "remain and {need} are needed.",
            witness=design.witness.name,
            site=design.name_of(site),
            left=left,
            total=votes.total,
            need=votes.need,
        ),
        msg("Move the witness to a third site."),
    )


def witness_makes_even(design: Design) -> Iterator[Observation]:
    """QU03: a witness on top of an odd number of static node votes makes the total even and raises the majority.

    In 2+1 it becomes 4 votes and 3 needed: the secondary node with the witness has 2, and the two primary nodes now
    need the witness too, which they did not before.
    """
    votes = initial_votes(design)
    sites = main_sites(design)
    if sites is None or design.witness is None or uses_dynamic_votes(design) or not votes.witness:
        return
    counts = [_votes_at(design, votes, site) for site in sites]
    nodes = sum(counts)
    if nodes % 2 == 0 or not all(counts):
        return
    yield Observation(
        (design.witness.id, *(node.id for node in design.nodes if node.votes)),
        msg(
            "{witness} raises the {nodes} votes of the nodes to {total}, so {need} are needed instead of {before}. "
            "{smaller} with the witness has {fewest} and still cannot take over; {larger} alone has {most}. The "
            "cluster is less available than without the witness.",
            witness=design.witness.name,
            total=votes.total,
            nodes=nodes,
            need=votes.need,
            before=nodes // 2 + 1,
            larger=sites[counts.index(max(counts))].name,
            most=max(counts),
            smaller=sites[counts.index(min(counts))].name,
            fewest=min(counts) + 1,
        ),
        msg("Take the vote of {nodes} away as well, or do without the witness.", nodes=_spare_names(design, sites)),
    )


def no_majority_after_site_loss(design: Design) -> Iterator[Observation]:
    """QU04: with unequal votes the smaller site has no majority, even with the witness, when the larger one is lost.

    The design promises a failover between the sites, but a person must force the quorum. This is the trap of 2+1. Equal
    static votes without a witness are QU01, a witness that is lost with its site is QU02.
    """
    if not _failover_wanted(design) or any(equal_sites_without_witness(design)):
        return
    votes = initial_votes(design)
    for loss in _site_losses(design, votes):
        if loss.is_fatal:
            nodes = design.nodes_in(loss.left.id)
            yield Observation(
                (*ids(nodes), loss.lost.id),
                msg(
                    "When {lost} is lost, {left} has {own} of {total} votes and {need} are needed. The cluster stops, "
                    "although automatic failover is wanted; a person must force the quorum on {nodes}.",
                    lost=loss.lost.name,
                    left=_with_witness(loss),
                    own=loss.own + loss.witness,
                    total=loss.total,
                    need=loss.need,
                    nodes=named(design, ids(nodes)),
                ),
                msg(
                    "Give both sites equal votes and a witness at a third site, or plan for forced quorum in the "
                    "runbook."
                ),
            )


def equal_votes_proposed(design: Design) -> Iterator[Observation]:
    """QU05: equal votes at both sites (the surplus removed) and a share at a third site make failover automatic.

    The price is a race for the witness when only the LAN is cut. In 2008 and 2008 R2 votes need KB2494036 (S45).
    """
    if not _failover_wanted(design):
        return
    votes = initial_votes(design)
    sites = main_sites(design)
    fatal = [loss for loss in _site_losses(design, votes) if loss.is_fatal]
    if sites is None or not fatal:
        return
    surplus = _spare_nodes(design, sites)
    if not surplus:
        return
    each = min(_configured_at(design, site) for site in sites)
    old = any(_ORDER.index(node.os) < _ORDER.index(Era.W2012) for node in design.nodes)
    names = named(design, ids(surplus))
    yield Observation(
        ids(surplus),
        msg(
            "Without the vote of {nodes} and with a witness at a third site, each site would have {each} of {total} "
            "votes and fail over by itself. The price: when only the LAN is cut, both sites race for the witness.",
            nodes=names,
            each=each,
            total=2 * each + 1,
        ),
        sentences(
            msg("Set NodeWeight to 0 on {nodes} (needs hotfix KB2494036).", nodes=names)
            if old
            else msg("Set NodeWeight to 0 on {nodes}.", nodes=names),
            _missing_for_a_tie(design),
        ),
    )


def disk_witness_across_sites(design: Design) -> Iterator[Observation]:
    """QU06: a disk witness must be writable from every site, which a mirrored pair is not."""
    witness = _counted(design, WitnessKind.DISK)
    if witness is not None and is_stretched(design):
        yield Observation(
            (witness.id,),
            msg(
                "{witness} lies on storage that is writable at one site at a time. The other site cannot use its vote.",
                witness=witness.name,
            ),
            msg("Use a file share witness at a third site."),
        )


def unfit_disk_witness(design: Design) -> Iterator[Observation]:
    """QU07: a disk witness is at least 512 MiB large and no Cluster Shared Volume."""
    witness = _counted(design, WitnessKind.DISK)
    if witness is None:
        return
    if witness.disk_csv:
        yield Observation(
            (witness.id,),
            msg("{witness} is a Cluster Shared Volume, which cannot be a witness.", witness=witness.name),
            msg("Use a disk of its own for the witness."),
        )
    if witness.size_mib is not None and witness.size_mib < limits.DISK_WITNESS_MIB.value:
        yield Observation(
            (witness.id,),
            msg(
                "{witness} has {size}; a witness disk needs at least {least}.",
                witness=witness.name,
                size=memory_text(witness.size_mib),
                least=memory_text(limits.DISK_WITNESS_MIB.value),
            ),
            msg("Enlarge the witness disk."),
        )


def share_served_by_the_cluster(design: Design) -> Iterator[Observation]:
    """QU08: a share on a node or a VM of the same cluster needs the cluster that it shall help to start."""
    witness = _counted(design, WitnessKind.FILE_SHARE)
    if witness is not None and witness.hosted_by is not None:
        yield Observation(
            (witness.id, witness.hosted_by),
            msg(
                "{witness} is served by {host}, which is part of this cluster. The vote fails together with what it "
                "should decide about.",
                witness=witness.name,
                host=design.name_of(witness.hosted_by),
            ),
            msg("Put the share on a server outside this cluster."),
        )


def thin_way_to_the_witness(design: Design) -> Iterator[Observation]:
    """QU09: a share too far away answers late; a site without its own way to it loses the vote with the LAN."""
    witness = _counted(design, WitnessKind.FILE_SHARE)
    if witness is None:
        return
    slow = [path for path in design.witness_paths if path.rtt_us > limits.WITNESS_RTT_US.value]
    if slow:
        yield Observation(
            tuple(path.id for path in slow),
            msg(
                "The way to {witness} takes {rtt} there and back over {paths}; arbitration allows {most}.",
                witness=witness.name,
                rtt=milliseconds_text(max(path.rtt_us for path in slow)),
                paths=named(design, (path.id for path in slow)),
                most=milliseconds_text(limits.WITNESS_RTT_US.value),
            ),
            msg("Choose a nearer place for the witness, or a faster line."),
        )
    bare = [site for site in cluster_sites(design) if not _reaches(design, site, witness)]
    if bare and is_stretched(design):
        yield Observation(
            (witness.id, *ids(bare)),
            msg(
                "There is no separate way to {witness} from {sites}. When the LAN between the sites is cut, the "
                "witness is out of reach there.",
                sites=named(design, ids(bare)),
                witness=witness.name,
            ),
            msg("Give each site its own path to the witness."),
        )


def cloud_witness_too_early(design: Design) -> Iterator[Observation]:
    """QU10: the cloud witness exists from 2016 on."""
    witness = _counted(design, WitnessKind.CLOUD)
    old = [node for node in design.nodes if not facts(node.os).cloud_witness]
    if witness is not None and old:
        yield Observation(
            (witness.id, *ids(old)),
            msg(
                "{witness} is a cloud witness, which {os} does not have. Its vote does not count.",
                witness=witness.name,
                os=facts(old[0].os).label,
            ),
            msg("Use a file share witness, or Windows Server 2016 and newer."),
        )


def even_votes(design: Design) -> Iterator[Observation]:
    """QU11: an even number of votes can fall into two halves, neither with a majority."""
    votes = initial_votes(design)
    if votes.total and votes.total % 2 == 0:
        subjects = tuple(node_id for node_id, vote in votes.nodes if vote)
        witness = (design.witness.id,) if design.witness is not None and votes.witness else ()
        yield Observation(
            (*witness, *subjects),
            msg(
                "There are {total} votes, an even number, and {need} are needed. Two halves of {half} would both stop.",
                total=votes.total,
                need=votes.need,
                half=votes.total // 2,
            ),
            _remedy_of_even_votes(design, votes),
        )


def _remedy_of_even_votes(design: Design, votes: Votes) -> Message:
    """A witness is added, or made to vote, where none votes; where one does, it is what makes the number even."""
    if votes.witness:
        return msg("Take the vote of one node away, or do without the witness, so that the number of votes is odd.")
    if design.witness is not None:
        return msg(
            "Let {witness} vote, or take one vote away, so that the number of votes is odd.",
            witness=design.witness.name,
        )
    return msg("Add a witness, or take one vote away, so that the number of votes is odd.")


def dynamic_votes_too_early(design: Design) -> Iterator[Observation]:
    """QU12: dynamic quorum exists from 2012 on; before, the setting has no effect."""
    old = [node for node in design.nodes if not facts(node.os).dynamic_quorum]
    if design.cluster.quorum.dynamic and old:
        yield Observation(
            ids(old),
            msg(
                "Dynamic quorum is set, but {os} on {nodes} does not have it. The votes stay static.",
                os=facts(old[0].os).label,
                nodes=named(design, ids(old)),
            ),
            msg("Switch dynamic quorum off in the design, or use Windows Server 2012 and newer."),
        )


def _failover_wanted(design: Design) -> bool:
    return design.cluster.quorum.automatic_failover_wanted


def _votes_at(design: Design, votes: Votes, site: Site) -> int:
    return votes.of(ids(design.nodes_in(site.id)))


def _configured_at(design: Design, site: Site) -> int:
    return sum(node.votes for node in design.nodes_in(site.id))


def _missing_for_a_tie(design: Design) -> Message | None:
    """What is still to be done so that a witness at a third site decides between equal sites; None when one does."""
    if design.witness is None:
        return msg("Add a file share witness at a third site.")
    if _witness_site(design) in {site.id for site in cluster_sites(design)}:
        return msg("Move the witness to a third site.")
    if not witness_vote_configured(design):
        return msg("Let {witness} vote.", witness=design.witness.name)
    return None


def _site_losses(design: Design, votes: Votes) -> tuple[_Loss, ...]:
    """Either of the two sites lost with the votes in force; the witness is taken as reachable wherever it stands."""
    sites = main_sites(design)
    if sites is None or not votes.total:
        return ()
    return tuple(
        _Loss(lost, left, _votes_at(design, votes, left), votes.witness, votes.need, votes.total)
        for lost, left in (sites, sites[::-1])
    )


def _spare_nodes(design: Design, sites: tuple[Site, Site]) -> tuple[Node, ...]:
    """The last nodes of the site with more configured votes that would have to give theirs up to make both equal."""
    first, second = (_configured_at(design, site) for site in sites)
    if first == second or not min(first, second):
        return ()
    larger = sites[0] if first > second else sites[1]
    voting = [node for node in design.nodes_in(larger.id) if node.votes]
    return tuple(voting[-abs(first - second) :])


def _spare_names(design: Design, sites: tuple[Site, Site]) -> tuple[str | Message, ...]:
    return named(design, ids(_spare_nodes(design, sites)))


def _with_witness(loss: _Loss) -> Message | str:
    return msg("{site} with the witness", site=loss.left.name) if loss.witness else loss.left.name


def _witness_site(design: Design) -> str | None:
    witness = design.witness
    if witness is None:
        return None
    return design.array(witness.array).site if witness.array is not None else witness.site


def _counted(design: Design, kind: WitnessKind) -> Witness | None:
    """The witness when it is of this kind and the quorum model counts it."""
    counts = design.cluster.quorum.mode is not QuorumMode.NODE_MAJORITY
    return design.witness if design.witness is not None and design.witness.kind is kind and counts else None


def _reaches(design: Design, site: Site, witness: Witness) -> bool:
    """Whether a site has a way of its own to the witness: it stands there, a witness path, or a line to its site."""
    if witness.site == site.id or any(path.site == site.id for path in design.witness_paths):
        return True
    homes = {one.id for one in cluster_sites(design)}
    third = witness.site is not None and witness.site not in homes
    return third and any({link.a, link.b} == {site.id, witness.site} for link in design.network_links)


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
RULES: tuple[Rule, ...] = (
    Rule("QU01", _E, msg("Equal votes and no witness"), equal_sites_without_witness, ("S42", "S43")),
    Rule("QU02", _E, msg("Witness at one of the two sites"), witness_at_a_site, ("S42", "S44")),
    Rule("QU03", _E, msg("Witness on top of odd votes"), witness_makes_even, ("S42", "S43")),
    Rule("QU04", _W, msg("No majority after the loss of a site"), no_majority_after_site_loss, ("S42", "S43")),
    Rule("QU05", _I, msg("Equal votes would fail over by themselves"), equal_votes_proposed, ("S42", "S45")),
    Rule("QU06", _W, msg("Disk witness across sites"), disk_witness_across_sites, ("S42",)),
    Rule("QU07", _E, msg("Unfit disk witness"), unfit_disk_witness, ("S42",)),
    Rule("QU08", _E, msg("Share served by this cluster"), share_served_by_the_cluster, ("S42",)),
    Rule("QU09", _W, msg("Thin way to the witness"), thin_way_to_the_witness, ("S48",)),
    Rule("QU10", _E, msg("Cloud witness before 2016"), cloud_witness_too_early, ("S42",), eras=eras_before(Era.W2016)),
    Rule("QU11", _W, msg("Even number of votes"), even_votes, ("S43",)),
    Rule("QU12", _W, msg("Dynamic quorum before 2012"), dynamic_votes_too_early, ("S42",), eras=eras_before(Era.W2012)),
)
