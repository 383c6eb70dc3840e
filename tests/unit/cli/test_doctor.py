"""The doctor tells what it found, what lacks, and what to type."""

import pytest

from designer.base.texts import ENGLISH, msg
from designer.cli import doctor
from designer.cli.doctor import Fact, State, doctor_lines


def test_a_fact_that_lacks_is_followed_by_its_remedy() -> None:
    facts = (
        Fact("one", "1.0"),
        Fact("longer", "none", State.LACKING, msg("Install it: pip install {package}", package="x")),
    )

    lines = doctor_lines(facts, ENGLISH)

    assert lines == [
        "+ one     1.0",
        "! longer  none",
        "          Install it: pip install x",
        "",
        "1 thing is lacking.",
    ]


def test_nothing_lacking_is_said() -> None:
    assert doctor_lines((Fact("one", "1.0"),), ENGLISH)[-1] == "Nothing is lacking."


def test_the_packages_in_use_are_found() -> None:
    facts = {str(fact.name): fact for fact in doctor.examine()}

    assert all(facts[name].state is State.FINE for name in doctor.CORE_PACKAGES)
    assert facts["Fonts"].state is State.FINE


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version", lambda name: None if name == "reportlab" else "1.0")

    facts = {str(fact.name): fact for fact in doctor.examine()}

    assert facts["reportlab"].state is State.LACKING
    assert "pip install reportlab" in str(facts["reportlab"].remedy)


def test_missing_libraries_give_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(
        doctor, "_can_load", lambda library: library not in {"libxcb-icccm.so.4", "libxcb-keysyms.so.1"}
    )
    monkeypatch.setattr(doctor, "_version", lambda name: "6.11.3")

    facts = {str(fact.name): fact for fact in doctor.examine()}

    assert doctor.missing_packages() == ("libxcb-icccm4", "libxcb-keysyms1")
    assert str(facts["Libraries of the system"].remedy).endswith("-y libxcb-icccm4 libxcb-keysyms1")


def test_bindings_that_lose_references_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_CANARY", "import sys; sys.exit(1)")

    fact = doctor._bindings("6.12.0")

    assert fact.state is State.LACKING
    assert "pyside6-essentials<6.12" in str(fact.remedy)


def test_a_unix_without_a_display_opens_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not doctor.has_display()

    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    assert doctor.has_display()
