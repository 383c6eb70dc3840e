"""What a tool may ask of the canvas it works on: look, preview, commit. Never items, never the document itself."""

from typing import Any, Protocol

from designer.app.canvas.placer import Placer
from designer.base.texts import Message
from designer.drawing.geometry import Point, Rect
from designer.drawing.scene import Scene
from designer.editing.command import Command
from designer.model.design import Design
from designer.model.project import Project


class Creating(Command, Protocol):
    """A command that makes an element and knows its id beforehand."""

    def new_id(self, project: Project) -> str:
        """The id the element gets."""
        ...


class ToolHost(Protocol):
    """The canvas as tools see it."""

    @property
    def design(self) -> Design | None:
        """The variant shown, as the document has it."""
        ...

    @property
    def picture(self) -> Scene:
        """The picture shown now, a preview included."""
        ...

    @property
    def selection(self) -> tuple[str, ...]:
        """The selected elements."""
        ...

    @property
    def snaps(self) -> bool:
        """Whether dragging snaps."""
        ...

    @property
    def placer(self) -> Placer:
        """What stands ready to be placed."""
        ...

    @property
    def handled(self) -> str | None:
        """The element whose connect handles show."""
        ...

    def elements_in(self, band: Rect, *, touched: bool) -> tuple[str, ...]:
        """The elements inside the band, or with ``touched`` also those it meets."""
        ...

    def element_at(self, point: Point) -> str | None:
        """The topmost element there."""
        ...

    def select(self, element_ids: tuple[str, ...]) -> None:
        """Select these elements."""
        ...

    def preview(self, command: Command | None) -> Message | None:
        """Show the document as the command would make it (None: as it is); the refusal if it would be refused."""
        ...

    def commit(self, command: Command) -> bool:
        """Carry the command out as a step of its own; whether it was done."""
        ...

    def commit_new(self, command: Creating) -> bool:
        """Carry out a command that makes an element, and select what it made."""
        ...

    def adorn(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Adornments
        """Change what is drawn over the picture."""
        ...

    def tell(self, message: Message | None, *, beside: str | None = None) -> None:
        """Show a sentence at the pointer, or under an element, or take it away."""
        ...

    def reveal(self, element_ids: tuple[str, ...]) -> None:
        """Move the picture so far that the elements can be seen."""
        ...

    def rename(self, element_id: str) -> None:
        """Let the element's name be typed in place."""
        ...

    def offer_insert(self, at: Point, connected_to: str | None = None) -> None:
        """Offer a menu of what can be inserted there, joined to an element if one is given."""
        ...

    def show_properties(self) -> None:
        """Bring the inspector to the keyboard."""
        ...

    def trigger_key(self, keys: str) -> bool:
        """Do the action of a single-letter key."""
        ...

    def finish_tool(self) -> None:
        """Go back to selecting."""
        ...
