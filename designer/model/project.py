"""The project: the root value that is saved, undone, compared and printed."""

from collections import Counter
from typing import Self

from pydantic import Field, model_validator

from designer.base.errors import IntegrityBroken, UnknownElement
from designer.base.frozen import Frozen
from designer.base.ids import IdText
from designer.base.texts import msg
from designer.model.design import Design
from designer.model.register import DocumentDetails, RegisterEntry
from designer.model.scenario import Scenario


class Project(Frozen):
    """One file: several designs (variants) of one cluster, scenarios, registers and what the document says.

    ``shows`` tells what a shipped sample demonstrates. Raises :class:`IntegrityBroken` for equal ids or a reference
    to a design that is not there.
    """

    title: str = Field(default="", max_length=200)
    shows: str = Field(default="", max_length=2000)
    designs: tuple[Design, ...] = Field(default=(), fail_fast=True)
    recommended: IdText | None = None
    scenarios: tuple[Scenario, ...] = Field(default=(), fail_fast=True)
    registers: tuple[RegisterEntry, ...] = Field(default=(), fail_fast=True)
    document: DocumentDetails = DocumentDetails()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        for ids in (
            [design.id for design in self.designs],
            [scenario.id for scenario in self.scenarios],
            [entry.id for entry in self.registers],
        ):
            for one, count in Counter(ids).items():
                if count > 1:
                    raise IntegrityBroken(
                        "id-twice", msg("The id “{id}” stands {n} times in the project.", id=one, n=count)
                    )
        known = {design.id for design in self.designs}
        named = [self.recommended, *(scenario.design for scenario in self.scenarios)]
        for design_id in named:
            if design_id is not None and design_id not in known:
                raise IntegrityBroken("design-unknown", msg("The project has no design “{id}”.", id=design_id))
        return self

    def design(self, design_id: str) -> Design:
        """The design with this id; raises :class:`UnknownElement`, naming those there are."""
        for design in self.designs:
            if design.id == design_id:
                return design
        raise UnknownElement(
            "design-unknown",
            msg(
                "The project has no design “{id}”; it has {known}.",
                id=design_id,
                known=tuple(design.id for design in self.designs) or ("–",),
            ),
            subjects=(design_id,),
        )

    def main_design(self) -> Design | None:
        """The recommended design, else the first, else None."""
        if self.recommended is not None:
            return self.design(self.recommended)
        return self.designs[0] if self.designs else None

    def with_design(self, design: Design) -> "Project":
        """A project in which ``design`` replaces the one with its id."""
        return self.evolve(designs=tuple(design if other.id == design.id else other for other in self.designs))
