"""What the program says when a request cannot be done. Every kind carries a stable code."""

from collections.abc import Sequence

from designer.base.texts import Message


class DesignerError(Exception):
    """A request that cannot be done, told to a person in one or two sentences.

    ``code`` is stable and documented; ``message`` says what happened to which named thing and what
    to do; ``subjects`` are the ids of the elements concerned. Nothing was changed when it is raised.
    """

    def __init__(
        self, code: str, message: Message, *, hint: Message | None = None, subjects: Sequence[str] = ()
    ) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = message
        self.hint = hint
        self.subjects = tuple(subjects)


class IntegrityBroken(DesignerError):
    """A design whose references do not hold together: two equal ids, a link to nothing."""


class EditRefused(DesignerError):
    """A command that cannot be carried out on this project."""


class ProjectUnreadable(DesignerError):
    """A file that is not a project this program can read."""


class ProjectUnwritable(DesignerError):
    """A project that could not be written to the place asked for."""


class SimulationRefused(DesignerError):
    """A run that cannot start: the design or the scenario lacks something it needs."""


class UnknownElement(DesignerError):
    """A name in a request that the project does not hold."""


class ReportFailed(DesignerError):
    """A document or picture that could not be made."""
