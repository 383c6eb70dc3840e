"""What a calculation assumes beside the figures of the parts. All of it is judgement, and said with the result."""

from dataclasses import dataclass

MINUTES_PER_YEAR = 525_600
HOURS_PER_YEAR = 8_760


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Common cause, coverage and patching. The defaults leave the exact probability as its definition has it.

    ``common_cause``: the share of the failures of like, redundant parts (adapters of a node, fabrics of a site, cables
    of a line) that strikes all of them at once; it splits the rate, it adds none. ``coverage``: the share of automatic
    switch-overs that succeed; the others wait for a person. Every node is emptied and patched ``windows_per_year``
    times for ``window_h`` hours.
    """

    common_cause: float = 0.0
    coverage: float = 1.0
    windows_per_year: float = 12.0
    window_h: float = 1.0

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for a share outside 0 to 1, or a negative time."""
        shares = (self.common_cause, self.coverage)
        if not all(0.0 <= share <= 1.0 for share in shares) or self.windows_per_year < 0 or self.window_h < 0:
            raise ValueError("shares lie between 0 and 1, times are not negative")
