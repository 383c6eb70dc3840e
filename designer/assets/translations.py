"""The translator of each language, made once from the catalogue that ships with the program."""

from functools import cache

from designer.assets.loader import resource_bytes
from designer.base.texts import ENGLISH, Language, Translator


@cache
def translator(language: Language) -> Translator:
    """The translator of ``language``. English is the catalogue's key and needs no file."""
    if language == "en":
        return ENGLISH
    return Translator(language, resource_bytes(f"locale/{language}/geocluster.po"))
