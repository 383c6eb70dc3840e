"""Registers of the document: requirements, constraints, assumptions, risks, decisions."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class RegisterKind(StrEnum):
    """Which register an entry belongs to."""

    REQUIREMENT = "requirement"
    CONSTRAINT = "constraint"
    ASSUMPTION = "assumption"
    RISK = "risk"
    DECISION = "decision"


class RegisterEntry(Frozen):
    """One line of a register. Fields that a kind does not use stay empty."""

    id: IdText
    kind: RegisterKind
    text: str = Field(min_length=1, max_length=4000)
    reason: str = Field(default="", max_length=4000)
    owner: str = Field(default="", max_length=120)
    priority: str = Field(default="", max_length=40)
    status: str = Field(default="", max_length=40)
    mitigation: str = Field(default="", max_length=4000)


class DocumentStatus(StrEnum):
    """How far the document is."""

    DRAFT = "draft"
    FOR_REVIEW = "for-review"
    FINAL = "final"


class Revision(Frozen):
    """One line of the document's history; ``date`` as YYYY-MM-DD."""

    version: str = Field(max_length=40)
    date: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    author: str = Field(default="", max_length=120)
    change: str = Field(default="", max_length=4000)


class DocumentDetails(Frozen):
    """What the cover and the control block say; ``date`` as YYYY-MM-DD or empty."""

    title: str = Field(default="", max_length=200)
    customer: str = Field(default="", max_length=200)
    author: str = Field(default="", max_length=120)
    document_id: str = Field(default="", max_length=80)
    version: str = Field(default="0.1", max_length=40)
    date: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    status: DocumentStatus = DocumentStatus.DRAFT
    classification: str = Field(default="", max_length=80)
    summary: str = Field(default="", max_length=8000)
    revisions: tuple[Revision, ...] = ()
