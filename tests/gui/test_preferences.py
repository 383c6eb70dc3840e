"""Preferences keep what was set, tell about it, and forgive what an older version wrote."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from designer.app.preferences import MAX_RECENT, Preferences, Theme


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_values_survive_a_restart(settings: QSettings) -> None:
    first = Preferences(settings)
    first.language, first.theme, first.snap, first.author = "cs", Theme.DARK, False, "A. Architect"
    settings.sync()

    second = Preferences(QSettings(settings.fileName(), QSettings.Format.IniFormat))

    assert (second.language, second.theme, second.snap, second.author) == ("cs", Theme.DARK, False, "A. Architect")


def test_a_change_is_told_once(settings: QSettings, qtbot: QtBot) -> None:
    preferences = Preferences(settings)
    told: list[str] = []
    preferences.changed.connect(told.append)

    preferences.theme = Theme.DARK
    preferences.theme = Theme.DARK

    assert told == ["theme"]


def test_without_a_choice_the_system_s_language_counts(settings: QSettings) -> None:
    preferences = Preferences(settings)
    assert preferences.language == "en"

    preferences.set_system_language("cs_CZ")

    assert preferences.language == "cs"


def test_recent_files_are_newest_first_without_repeats(settings: QSettings) -> None:
    preferences = Preferences(settings)
    for number in range(MAX_RECENT + 3):
        preferences.remember(Path(f"/designs/{number}.geocluster"))
    preferences.remember(Path("/designs/9.geocluster"))

    assert preferences.recent[0] == str(Path("/designs/9.geocluster"))
    assert len(preferences.recent) == len(set(preferences.recent)) == MAX_RECENT


def test_nonsense_in_the_file_does_no_harm(settings: QSettings) -> None:
    settings.setValue("window/theme", "pink")
    settings.setValue("window/language", "tlh")
    settings.setValue("files/recent", 7)

    preferences = Preferences(settings)

    assert (preferences.theme, preferences.language, preferences.recent) == (Theme.SYSTEM, "en", ())
