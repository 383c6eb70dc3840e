"""The sign behind an assumed figure and what it means."""

from designer.base.texts import Message, msg

ASSUMED = "†"


def assumed_note() -> Message:
    """The note under a table or a row of figures that holds an assumed one."""
    return msg(
        "{sign} Assumed: engineering judgement kept in the project, where it can be changed; not a vendor's figure.",
        sign=ASSUMED,
    )
