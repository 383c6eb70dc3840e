"""``geocluster schema``: the JSON Schema of project files."""

from argparse import Namespace

from designer.cli.console import Console
from designer.cli.usage import Options
from designer.persistence.schema import schema_document


def add_options(_options: Options) -> None:
    """None of its own."""


def run(_arguments: Namespace, console: Console) -> int:
    """Print the schema."""
    console.json(schema_document())
    return 0
