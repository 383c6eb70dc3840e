"""A run as a job for the background: plain values in, a finished timeline out. Knows no widgets."""

from designer.engine.run import run
from designer.engine.timeline import Timeline
from designer.model.design import Design
from designer.model.scenario import Scenario


def simulated(design: Design, scenario: Scenario) -> Timeline:
    """The run with its fingerprint made, because hashing every state of a large run takes longer than a frame."""
    timeline = run(design, scenario)
    _ = timeline.fingerprint
    return timeline
