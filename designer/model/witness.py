"""The witness: the vote that no node holds."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class WitnessKind(StrEnum):
    """How the witness is made (domain 4.1)."""

    FILE_SHARE = "file-share"
    DISK = "disk"
    CLOUD = "cloud"


class Witness(Frozen):
    """One witness. ``site`` is where a share stands (None: outside all sites, as a cloud witness is).

    ``array`` holds a disk witness and ``size_mib`` its size; ``hosted_by`` names the node or VM that serves a
    share, when that is one of this design (QU08).
    """

    id: IdText = "witness"
    name: str = Field(min_length=1, max_length=120)
    kind: WitnessKind = WitnessKind.FILE_SHARE
    site: IdText | None = None
    array: IdText | None = None
    hosted_by: IdText | None = None
    size_mib: int | None = Field(default=None, ge=1, le=1 << 40)
    disk_csv: bool = False
