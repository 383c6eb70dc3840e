"""Pulling a line from one element to another: shared by the link tool and the handles of the select tool."""

from designer.app.canvas.adornments import Wire
from designer.app.canvas.tools.host import ToolHost
from designer.base.texts import Message
from designer.drawing.geometry import Point
from designer.editing import legality
from designer.editing.wiring import Connect
from designer.model.array import Array
from designer.model.design import Design
from designer.model.node import Node


class WirePull:
    """One pull: begins at an element, dims what cannot be joined to it, ends in one command or in nothing."""

    def __init__(self, host: ToolHost) -> None:
        self._host = host
        self._source: str | None = None
        self._start = Point(0, 0)
        self._refusals: dict[str, Message] = {}

    @property
    def source(self) -> str | None:
        """The element the line begins at, while one is pulled."""
        return self._source

    def begin(self, element_id: str, at: Point) -> bool:
        """Begin at the element; False where no line can begin."""
        design = self._host.design
        if design is None or not legality.can_start_link(design.find(element_id)):
            return False
        self._source, self._start = element_id, at
        self._refusals = _refusals(design, element_id)
        self._host.adorn(refused=frozenset(self._refusals), handles_of=None, wire=Wire(at, at), focused=element_id)
        return True

    def follow(self, at: Point) -> None:
        """The loose end is here."""
        if self._source is None:
            return
        target = self.target_at(at)
        refusal = None if target is None else self._refusals.get(target)
        allowed = None if target is None else refusal is None
        self._host.adorn(wire=Wire(self._start, at, allowed), target=target, is_target_allowed=refusal is None)
        self._host.tell(refusal)

    def end(self, at: Point) -> bool:
        """Join what lies here; True when the pull is over. A refused target keeps it going."""
        design, source, target = self._host.design, self._source, self.target_at(at)
        if design is None or source is None:
            self.drop()
            return True
        if target is None:
            self.drop()
            self._host.offer_insert(at, connected_to=source)
            return True
        if target in self._refusals:
            self._host.tell(self._refusals[target])
            return False
        self.drop()
        self._host.commit_new(Connect(design.id, source, target))
        return True

    def target_at(self, at: Point) -> str | None:
        """The element a line could end at here, refused ones included; None for empty ground and the source itself."""
        design = self._host.design
        found = self._host.element_at(at)
        if design is None or found is None or found == self._source:
            return None
        return found if legality.can_start_link(design.find(found)) else self._card_under(design, at)

    def _card_under(self, design: Design, at: Point) -> str | None:
        """The node or array on which something lies that no line can end at, say a LUN."""
        for item in reversed(self._host.picture.items):
            is_card = isinstance(design.find(item.element_id), Node | Array) and item.element_id != self._source
            if is_card and not item.is_line and item.outline.bounds().holds(at):
                return item.element_id
        return None

    def drop(self) -> None:
        """Let go of the line."""
        self._source = None
        self._refusals = {}
        self._host.adorn(refused=frozenset(), wire=None, target=None, is_target_allowed=True, focused=None)
        self._host.tell(None)


def _refusals(design: Design, source: str) -> dict[str, Message]:
    """Why no line can go from the source to the element, for every element that lines can end at in principle."""
    others = [one.id for one in design.elements() if one.id != source and legality.can_start_link(one)]
    found = {one: legality.refusal(design, source, one) for one in others}
    return {one: reason for one, reason in found.items() if reason is not None}
