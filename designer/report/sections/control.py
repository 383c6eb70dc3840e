"""Cover, document control and contents."""

from designer.analysis.finding import Severity
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.model.project import Project
from designer.model.register import DocumentDetails, DocumentStatus
from designer.report.content import (
    Callout,
    Column,
    Contents,
    Cover,
    Facts,
    Look,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    Tone,
)
from designer.report.evidence import Evidence
from designer.report.profile import Profile
from designer.report.terms import STATUS, date_text

_BLANK_ROWS = 3
_ROOM_TO_SIGN = "\u00a0\n\u00a0"


def cover(evidence: Evidence, profile: Profile, date: Text) -> Cover:
    """The first page."""
    details = evidence.project.document
    chosen = evidence.chosen.design
    caption = (
        msg("Recommended variant: {label}", label=chosen.label)
        if evidence.project.recommended == chosen.id and evidence.is_comparison
        else msg("Variant {label}", label=chosen.label)
    )
    return Cover(
        kind=profile.heading,
        title=title_of(evidence.project),
        customer=details.customer,
        picture=evidence.chosen.scene if evidence.chosen.scene.items else None,
        picture_caption=caption,
        facts=tuple((name, value) for name, value in _identity(details, date) if value),
    )


def control_section(evidence: Evidence, date: Text) -> Section:
    """Who wrote which version, who is to approve it."""
    details = evidence.project.document
    identity = tuple((name, value) for name, value in _identity(details, date) if value)
    return Section(
        msg("Document control"),
        (
            Facts(identity),
            *_obstacles(evidence),
            Table(
                msg("Revisions"),
                (
                    Column(msg("Version")),
                    Column(msg("Date")),
                    Column(msg("Author")),
                    Column(msg_in("column", "Change"), share=3),
                ),
                _revisions(details, date),
            ),
            Table(
                msg("Review and approval"),
                (
                    Column(msg("Name"), share=2),
                    Column(msg("Role"), share=2),
                    Column(msg("Date"), least=70),
                    Column(msg("Signature"), least=140),
                ),
                ((f"{details.author}", msg("Author"), "", ""), *((_ROOM_TO_SIGN, "", "", ""),) * _BLANK_ROWS),
            ),
            Paragraph(
                msg(
                    "Figures in this document are typed into the project, computed from it, or assumed; assumed ones "
                    "carry a sign. The footer names the project's fingerprint: a document with the same fingerprint "
                    "was made from the same project."
                ),
                Look.NOTE,
            ),
            PageBreak(),
        ),
        plain=True,
    )


def contents_section() -> Section:
    """Contents, figures and tables."""
    return Section(msg("Contents"), (Contents(), PageBreak()), plain=True)


def title_of(project: Project) -> Text:
    """The document's title, else the project's, else what it is."""
    return project.document.title or project.title or msg("Failover cluster over two sites")


def watermark(details: DocumentDetails) -> Message | str:
    """The word across every page until the document is final."""
    match details.status:
        case DocumentStatus.DRAFT:
            return msg("DRAFT")
        case DocumentStatus.FOR_REVIEW:
            return msg("FOR REVIEW")
        case DocumentStatus.FINAL:
            return ""


def _obstacles(evidence: Evidence) -> tuple[Callout, ...]:
    """What speaks against signing a document that is called final: errors that nobody accepted."""
    errors = [one for one in evidence.chosen.findings if one.severity is Severity.ERROR and not one.waived]
    if evidence.project.document.status is not DocumentStatus.FINAL or not errors:
        return ()
    rules = tuple(dict.fromkeys(one.rule for one in errors))
    text = msg_n(
        "{n} error of the design stands open ({rules}). Remove it or have it accepted before signing.",
        "{n} errors of the design stand open ({rules}). Remove them or have them accepted before signing.",
        len(errors),
        rules=rules,
    )
    return (Callout(msg("Not ready to be signed"), text, Tone.BAD),)


def _identity(details: DocumentDetails, date: Text) -> tuple[tuple[Text, Text], ...]:
    return (
        (msg("Customer"), details.customer),
        (msg("Document"), details.document_id),
        (msg("Version"), details.version),
        (msg("Status"), STATUS[details.status]),
        (msg("Date"), date),
        (msg("Author"), details.author),
        (msg("Classification"), details.classification),
    )


def _revisions(details: DocumentDetails, date: Text) -> tuple[Row, ...]:
    listed = tuple((one.version, date_text(one.date), one.author, one.change) for one in details.revisions)
    return listed or ((details.version, date, details.author, msg("First edition")),)
