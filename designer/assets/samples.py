"""The projects that ship with the program, and what each of them is there to show."""

from dataclasses import dataclass

from designer.assets.loader import sample_bytes
from designer.base.errors import UnknownElement
from designer.base.texts import Message, msg


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped project: its file's name without suffix, a title for lists, and what it demonstrates."""

    name: str
    title: Message
    shows: Message

    @property
    def content(self) -> bytes:
        """The file as it ships."""
        return sample_bytes(self.name)


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "article",
        msg("Hyper-V over two sites: 1+1, 2+2 or 2+1"),
        msg(
            "The three variants that were weighed for a real cluster over two sites, with the products of the time. "
            "The chosen 2+1 does not fail over by itself when the primary site is lost, and CLARiiON CX4 and SRDF/CE "
            "do not go together."
        ),
    ),
    Sample(
        "quorum",
        msg("Votes and a witness at a third site"),
        msg(
            "Four clusters with a file share at a third site. In 1+1 and 2+2 the share makes failover automatic; in "
            "2+1 it makes things worse, until one primary node gives up its vote."
        ),
    ),
    Sample(
        "rolling-disaster",
        msg("A rolling disaster"),
        msg(
            "Replication stops first and the site is lost ten minutes later. The second copy is old by then, so "
            "nothing is taken over automatically; the same loss all at once is."
        ),
    ),
    Sample(
        "lan-cut",
        msg("A cut LAN and the race for the witness"),
        msg(
            "Only the LAN between the sites is cut. With equal votes and a share both sides race for the witness; 2+1 "
            "by node majority goes on at the primary site without a race."
        ),
    ),
    Sample(
        "small-survivor",
        msg("A small survivor"),
        msg(
            "The only node of the secondary site is small. With static memory some machines stay off after the loss "
            "of the primary site; with Dynamic Memory all of them start and run under pressure for a while."
        ),
    ),
)
"""In the order in which they are offered."""


def sample(name: str) -> Sample:
    """The sample of this name; raises ``UnknownElement`` (code ``sample-unknown``) for any other."""
    for one in SAMPLES:
        if one.name == name:
            return one
    raise UnknownElement(
        "sample-unknown",
        msg(
            "There is no sample {name}. The samples are {names}.",
            name=name,
            names=tuple(one.name for one in SAMPLES),
        ),
    )
