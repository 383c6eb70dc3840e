"""Keeps the text catalogue in step with the program: extract, merge, report.

python packaging/texts.py           update resources/locale/cs/geocluster.po from the sources
python packaging/texts.py --check   change nothing; exit 1 when a text is missing, unused or unfinished
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "locale" / "cs" / "geocluster.po"
KEYWORDS = {"msg": (1,), "msg_n": (1, 2), "msg_in": ((1, "c"), 2)}
PLURALS = "nplurals=3; plural=((n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2);"
HEADER = f"""# Czech texts of Geocluster Designer. English sentences are the keys; see CONTRIBUTING.md.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: cs\\n"
"Plural-Forms: {PLURALS}\\n"

"""


def extracted() -> Catalog:
    """Every text of the program, in the order of files and lines, without line numbers: those would churn."""
    catalogue = _empty()
    found = extract_from_dir(
        str(ROOT / "designer"), method_map=[("**.py", "python")], keywords=KEYWORDS, options_map={}, comment_tags=()
    )
    for filename, _, text, _, context in sorted(found, key=lambda one: (one[0], one[1])):
        catalogue.add(text, locations=[(f"designer/{filename}", None)], context=context)
    return catalogue


def current() -> Catalog:
    """The catalogue as it lies in the tree; empty where there is none yet."""
    if not CATALOGUE.exists():
        return _empty()
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="cs")


def merged() -> Catalog:
    """The extracted texts with the translations there are; texts no longer used are dropped."""
    catalogue, known = extracted(), current()
    for message in catalogue:
        if message.id:
            translation = known.get(message.id, message.context)
            if translation is not None and translation.string:
                message.string = translation.string
    return catalogue


def write(catalogue: Catalog) -> None:
    """Put the catalogue into the tree."""
    written = io.BytesIO()
    write_po(written, catalogue, width=0, omit_header=True, include_lineno=False)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(HEADER.encode() + written.getvalue())


def unfinished(catalogue: Catalog) -> list[str]:
    """The ids of texts without a complete translation."""
    return [str(message.id) for message in catalogue if message.id and not _complete(message.string)]


def unused() -> list[str]:
    """The ids of translations that no text of the program asks for."""
    asked = extracted()
    return [str(one.id) for one in current() if one.id and asked.get(one.id, one.context) is None]


def _complete(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _empty() -> Catalog:
    return Catalog(locale="cs", charset="utf-8", fuzzy=False)


def main(arguments: list[str]) -> int:
    """Update or check; see the module's text."""
    if "--check" in arguments:
        missing, extra = unfinished(merged()), unused()
        for text in missing:
            print(f"not translated: {text}")
        for text in extra:
            print(f"not used: {text}")
        return 1 if missing or extra else 0
    catalogue = merged()
    write(catalogue)
    print(f"{len(catalogue)} texts, {len(unfinished(catalogue))} without translation")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
