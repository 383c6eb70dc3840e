"""Text as a value: a sentence with its parameters, rendered in a language only at an edge.

Pure layers return a :class:`Message`; the window, the command line and the document render it
with a :class:`Translator`. The English sentence is the catalogue's key. Catalogue bytes come
from outside, because this layer reads no files.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from typing import Literal

from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

_WRONG_PARAMETER = "a text parameter must be a string, a number, a message or a tuple of them"
Language = Literal["en", "cs"]
LANGUAGES: tuple[Language, ...] = ("en", "cs")


@dataclass(frozen=True, slots=True)
class Decimal:
    """A number with the count of decimals it is to be shown with, grouped by the language's rules."""

    value: float
    digits: int = 1
    keep_zeros: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogue and the values to put into its ``{names}``.

    ``plural`` holds the English plural form; then the parameter ``n`` decides which form is shown.
    """

    text: str
    params: tuple[tuple[str, "Param"], ...] = ()
    plural: str | None = None
    context: str | None = None

    def __str__(self) -> str:
        """The English sentence; for debugging and for exception texts only."""
        return ENGLISH.render(self)


Param = str | int | float | Decimal | Message | tuple["str | Message", ...]


def msg(text: str, /, **params: Param) -> Message:
    """A message without plural. ``text`` must be a literal, so that extraction finds it."""
    return Message(text, tuple(params.items()))


def msg_n(singular: str, plural: str, n: int, /, **params: Param) -> Message:
    """A message whose form depends on the count ``n``, which is also the parameter ``{n}``."""
    return Message(singular, (("n", n), *params.items()), plural)


def msg_in(context: str, text: str, /, **params: Param) -> Message:
    """A message told apart from an equal English text by its ``context`` (say, a verb and a noun)."""
    return Message(text, tuple(params.items()), None, context)


def sentences(*parts: "Message | None") -> Message:
    """The messages one after the other, with a space between; None is left out."""
    kept = [part for part in parts if part is not None]
    if len(kept) == 1:
        return kept[0]
    names = [f"part{number}" for number in range(len(kept))]
    return Message(" ".join(f"{{{name}}}" for name in names), tuple(zip(names, kept, strict=True)))


class Translator:
    """Renders messages in one language, with that language's plurals and number formats."""

    def __init__(self, language: Language, catalogue: bytes | None = None) -> None:
        """``catalogue`` holds the language's PO file; English needs none."""
        self.language: Language = language
        self._texts = _compiled(catalogue) if catalogue else NullTranslations()

    def render(self, message: Message | str) -> str:
        """The sentence in this language; a plain string is returned as it is."""
        if isinstance(message, str):
            return message
        template = self._template(message)
        if not message.params:
            return template
        return template.format(**{name: self._shown(value) for name, value in message.params})

    def number(self, value: float, digits: int = 0, *, keep_zeros: bool = True) -> str:
        """``value`` rounded to ``digits`` decimals, grouped, with the language's decimal mark."""
        fraction = ("0" if keep_zeros else "#") * digits
        pattern = f"#,##0.{fraction}" if fraction else "#,##0"
        return _formatted(value or 0, pattern, self.language)

    def listing(self, items: Iterable["str | Message"]) -> str:
        """The items as the language lists them: ``a, b and c``."""
        return format_list([self.render(item) for item in items], locale=self.language)

    def _template(self, message: Message) -> str:
        if message.plural is not None:
            count = next(value for name, value in message.params if name == "n")
            if not isinstance(count, int):
                raise TypeError(_WRONG_PARAMETER)
            return self._texts.ngettext(message.text, message.plural, count)
        if message.context is not None:
            return self._texts.pgettext(message.context, message.text)
        return self._texts.gettext(message.text) if message.text else ""

    def _shown(self, value: Param) -> str:
        match value:
            case str():
                return value
            case Message():
                return self.render(value)
            case Decimal():
                return self.number(value.value, value.digits, keep_zeros=value.keep_zeros)
            case int():
                return self.number(value)
            case float():
                return self.number(value, 1)
            case tuple():
                return self.listing(value)
        raise TypeError(_WRONG_PARAMETER)


@lru_cache(maxsize=8192)
def _formatted(value: float, pattern: str, language: Language) -> str:
    """A number as the language writes it; pictures say the same few numbers thousands of times."""
    return str(format_decimal(value, format=pattern, locale=language))


@cache
def _compiled(catalogue: bytes) -> GNUTranslations:
    """The PO bytes compiled in memory: a binary catalogue in the sources could not be reviewed."""
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(catalogue)))
    compiled.seek(0)
    return GNUTranslations(compiled)


ENGLISH = Translator("en")
