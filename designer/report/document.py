"""The whole way from a project to the bytes of its document: gather, assemble, set."""

from collections.abc import Callable
from datetime import UTC, datetime

from designer.base.texts import Translator
from designer.drawing.ruler import BundledRuler
from designer.model.project import Project
from designer.report.assemble import assemble
from designer.report.evidence import gather
from designer.report.pdf import pdf
from designer.report.profile import Profile
from designer.report.terms import date_text

Progress = Callable[[float], None]
_SHARE_OF_EVIDENCE = 0.5


def report(
    project: Project,
    *,
    profile: Profile = Profile.HLD,
    translator: Translator,
    design_id: str | None = None,
    reproducible: bool = False,
    progress: Progress | None = None,
) -> bytes:
    """The PDF of the project, of all its designs or of the one named.

    ``reproducible`` gives the same bytes for the same project, language and program: the file then carries the date
    typed in the project and no other. ``progress`` is told the share done, 0 to 1. Raises ``ReportFailed`` for a
    project without designs and ``UnknownElement`` for an unknown one.
    """
    ruler = BundledRuler()
    evidence = gather(
        project, translator, ruler, design_id=design_id, progress=_part(progress, 0.0, _SHARE_OF_EVIDENCE)
    )
    date = project.document.date or ("" if reproducible else datetime.now(tz=UTC).astimezone().date().isoformat())
    tree = assemble(evidence, profile, date_text(date))
    later = _part(progress, _SHARE_OF_EVIDENCE, 1.0)
    return pdf(tree, translator, ruler, reproducible=reproducible, progress=later)


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    if progress is None:
        return None
    return lambda share: progress(start + (end - start) * share)
