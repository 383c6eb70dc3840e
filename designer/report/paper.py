"""The sheet: A4 upright and turned, its margins, and the room they leave. Points; knows no PDF."""

from dataclasses import dataclass

A4_WIDTH, A4_HEIGHT = 595.276, 841.89


@dataclass(frozen=True, slots=True)
class Sheet:
    """One orientation of the paper with its margins."""

    width: float
    height: float
    side: float
    top: float
    bottom: float

    @property
    def room_width(self) -> float:
        """How wide the text may be."""
        return self.width - 2 * self.side

    @property
    def room_height(self) -> float:
        """How high the text may be."""
        return self.height - self.top - self.bottom


UPRIGHT = Sheet(A4_WIDTH, A4_HEIGHT, side=60, top=82, bottom=66)
TURNED = Sheet(A4_HEIGHT, A4_WIDTH, side=42, top=62, bottom=50)
SMALLEST_TEXT = 6.5
"""Text of a picture below this size is a strain to read on paper."""
