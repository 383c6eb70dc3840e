"""All rules in their order, and the findings they make about a design."""

from dataclasses import replace

from designer.analysis import cluster, groups, lines, memory, migration, network, pairs, products, quorum
from designer.analysis.finding import Finding
from designer.analysis.once import once
from designer.analysis.rule import Rule
from designer.model.design import Design
from designer.model.note import Waiver

_FAMILIES = ("ST", "CL", "QU", "ME", "MG", "NE")
RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *products.RULES,
            *pairs.RULES,
            *lines.RULES,
            *cluster.RULES,
            *groups.RULES,
            *quorum.RULES,
            *memory.RULES,
            *migration.RULES,
            *network.RULES,
        ),
        key=lambda rule: (_FAMILIES.index(rule.id[:2]), rule.id),
    )
)
"""Every rule of the program, family by family, by id inside a family."""


def analyse(design: Design, today: str = "") -> tuple[Finding, ...]:
    """The findings about ``design``, gravest first, then by rule and subjects; waived ones are marked, not left out.

    ``today`` as YYYY-MM-DD lets waivers expire; without it they hold. Takes no notice of the layout. Works on
    half-built designs: what is not there yet is not judged.
    """
    return tuple(_with_waiver(finding, design.waivers, today) for finding in _found(design))


@once
def _found(design: Design) -> tuple[Finding, ...]:
    found = (finding for rule in RULES for finding in rule.findings(design))
    return tuple(sorted(found, key=lambda finding: (finding.severity.rank, finding.rule, finding.subjects)))


def _with_waiver(finding: Finding, waivers: tuple[Waiver, ...], today: str) -> Finding:
    covering = [waiver for waiver in waivers if _covers(waiver, finding)]
    if not covering:
        return finding
    waiver = next((one for one in covering if not has_expired(one, today)), None)
    return replace(finding, waived=waiver is not None, waiver=waiver or covering[0])


def has_expired(waiver: Waiver, today: str) -> bool:
    """Whether the last day of the waiver lies before ``today``; dates as YYYY-MM-DD, an empty one is unknown."""
    return bool(waiver.expires and today and waiver.expires < today)


def _covers(waiver: Waiver, finding: Finding) -> bool:
    """A waiver holds for the subjects it was given for: with a further subject the finding is open again."""
    return waiver.rule == finding.rule and (not waiver.subjects or set(finding.subjects) <= set(waiver.subjects))
