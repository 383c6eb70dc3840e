"""What the document says, and in which order, for each kind of document. Decides nothing about paper."""

import hashlib

from designer import __version__
from designer.base.texts import msg
from designer.model.project import Project
from designer.persistence.codec import encode
from designer.report.content import Block, Document, PageMarks, Text, numbered, pruned
from designer.report.evidence import Evidence
from designer.report.profile import Profile
from designer.report.sections import acceptance, control, infrastructure
from designer.report.sections.assumptions import assumptions_section
from designer.report.sections.availability import availability_section
from designer.report.sections.capacity import capacity_section
from designer.report.sections.comparison import compared_failures_section, comparison_section, recommendation_reasons
from designer.report.sections.failures import failures_section, single_points_section
from designer.report.sections.findings import findings_section
from designer.report.sections.migration import migration_section
from designer.report.sections.quorum import quorum_section
from designer.report.sections.registers import registers_section
from designer.report.sections.storage import storage_section
from designer.report.sections.summary import summary_section
from designer.report.sections.variants import target_section, variants_section

PROGRAM = f"Geocluster Designer {__version__}"
_SHOWN_DIGITS = 12


def assemble(evidence: Evidence, profile: Profile, date: Text) -> Document:
    """The document's tree. ``date`` is what the cover says; the file's own date is the one typed in the project."""
    project = evidence.project
    details = project.document
    body = {Profile.HLD: _high_level, Profile.LLD: _low_level, Profile.AS_BUILT: _as_built}[profile](evidence)
    front: tuple[Block, ...] = (control.control_section(evidence, date), control.contents_section())
    return Document(
        cover=control.cover(evidence, profile, date),
        blocks=numbered(pruned((*front, *body))),
        marks=PageMarks(
            title=control.title_of(project),
            classification=details.classification,
            document_id=details.document_id,
            version=msg("version {version}", version=details.version) if details.version else "",
            fingerprint=fingerprint(project)[:_SHOWN_DIGITS],
            program=PROGRAM,
            watermark=control.watermark(details),
        ),
        subject=profile.heading,
        author=details.author,
        keywords=(msg("failover cluster"), "Hyper-V", msg("storage replication"), "quorum", "Live Migration"),
        date=details.date,
    )


def fingerprint(project: Project) -> str:
    """The hash of the project's canonical file, in hexadecimal: equal projects, equal fingerprints."""
    return hashlib.sha256(encode(project)).hexdigest()


def _high_level(evidence: Evidence) -> tuple[Block, ...]:
    chosen = evidence.chosen
    reasons = recommendation_reasons(evidence.comparison, chosen.design.id) if evidence.is_comparison else ()
    return _present(
        summary_section(evidence, reasons),
        registers_section(evidence.project),
        _options(evidence),
        infrastructure.infrastructure_section(chosen),
        storage_section(chosen),
        quorum_section(chosen),
        migration_section(evidence),
        failures_section(chosen, with_codes=not evidence.is_comparison),
        findings_section(chosen),
        capacity_section(chosen),
        single_points_section(evidence),
        availability_section(evidence, with_figures=False),
        assumptions_section(chosen),
    )


def _low_level(evidence: Evidence) -> tuple[Block, ...]:
    chosen = evidence.chosen
    return _present(
        target_section(chosen),
        registers_section(evidence.project),
        infrastructure.infrastructure_section(chosen),
        infrastructure.node_records_section(chosen),
        storage_section(chosen),
        infrastructure.groups_section(chosen),
        quorum_section(chosen),
        infrastructure.settings_section(chosen),
        migration_section(evidence),
        failures_section(chosen, with_codes=True),
        findings_section(chosen),
        capacity_section(chosen),
        availability_section(evidence, with_figures=True),
        assumptions_section(chosen),
        acceptance.test_plan_section(chosen),
    )


def _as_built(evidence: Evidence) -> tuple[Block, ...]:
    chosen = evidence.chosen
    return _present(
        target_section(chosen),
        acceptance.installation_section(chosen),
        infrastructure.node_records_section(chosen),
        infrastructure.infrastructure_section(chosen),
        storage_section(chosen),
        infrastructure.groups_section(chosen),
        infrastructure.settings_section(chosen),
        acceptance.validation_section(chosen),
        findings_section(chosen),
        acceptance.test_plan_section(chosen),
        acceptance.sign_off_section(),
    )


def _options(evidence: Evidence) -> Block:
    if not evidence.is_comparison:
        return target_section(evidence.chosen)
    return variants_section(evidence, comparison_section(evidence), compared_failures_section(evidence))


def _present(*sections: Block | None) -> tuple[Block, ...]:
    return tuple(section for section in sections if section is not None)
