"""``geocluster doctor``: what this machine has and lacks for the program."""

from argparse import Namespace

from designer.cli.console import Console
from designer.cli.doctor import doctor_lines, examine
from designer.cli.usage import Options


def add_options(_options: Options) -> None:
    """None of its own."""


def run(_arguments: Namespace, console: Console) -> int:
    """Print what was found."""
    for line in doctor_lines(examine(), console.translator):
        console.line(line)
    return 0
