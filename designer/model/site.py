"""Places: the two sites that hold nodes and arrays, and the third one that may hold the witness."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class SiteRole(StrEnum):
    """What a site is for in the design."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    THIRD = "third"


class Site(Frozen):
    """One place. ``fabrics`` counts the independent host fabrics (SAN) of the site; two survive the loss of one."""

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    role: SiteRole
    place: str = Field(default="", max_length=120)
    fabrics: int = Field(default=2, ge=1, le=8)
