"""The kinds of document: who reads them decides what stands in them."""

from enum import StrEnum

from designer.base.texts import Message, msg


class Profile(StrEnum):
    """High-level design for who decides, low-level design for who builds, as-built for who takes over."""

    HLD = "hld"
    LLD = "lld"
    AS_BUILT = "as-built"

    @property
    def heading(self) -> Message:
        """What the cover says above the title."""
        match self:
            case Profile.HLD:
                return msg("High-level design")
            case Profile.LLD:
                return msg("Low-level design")
            case Profile.AS_BUILT:
                return msg("As-built documentation")
