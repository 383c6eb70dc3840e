"""Refusals carry a stable code, a sentence, a hint and the ids they concern."""

from designer.base.errors import DesignerError, EditRefused
from designer.base.texts import msg


def test_a_refusal_tells_everything_needed():
    error = EditRefused("no-site", msg("Draw {what} first.", what="a site"), hint=msg("Press S."), subjects=["p1"])

    assert isinstance(error, DesignerError)
    assert (error.code, str(error), str(error.hint), error.subjects) == (
        "no-site",
        "Draw a site first.",
        "Press S.",
        ("p1",),
    )
