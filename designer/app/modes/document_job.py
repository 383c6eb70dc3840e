"""The writing of a document as jobs for the background: plain values in, bytes or a file out. Knows no widgets."""

from dataclasses import dataclass
from pathlib import Path

from designer.assets.translations import translator
from designer.base.errors import ReportFailed
from designer.base.texts import Language, msg
from designer.model.project import Project
from designer.persistence.files import write_atomically
from designer.report.profile import Profile


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """Which document is wanted; ``design_id`` None means all variants."""

    profile: Profile = Profile.HLD
    language: Language = "en"
    design_id: str | None = None


def written(project: Project, order: DocumentOrder) -> bytes:
    """The PDF that was ordered."""
    from designer.report.document import report  # noqa: PLC0415 - the window starts without what sets pages

    return report(
        project,
        profile=order.profile,
        translator=translator(order.language),
        design_id=order.design_id,
        reproducible=bool(project.document.date),
    )


def exported(data: bytes, path: Path) -> Path:
    """Put the bytes into the file, whole or not at all. Raises ``ReportFailed`` where that cannot be done."""
    try:
        write_atomically(data, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = msg("The document could not be written to {name}: {reason}.", name=path.name, reason=reason)
        raise ReportFailed("document-unwritable", message, hint=msg("Choose another place.")) from error
    return path


def written_to(project: Project, order: DocumentOrder, path: Path) -> Path:
    """Write the document that was ordered straight into the file."""
    return exported(written(project, order), path)
