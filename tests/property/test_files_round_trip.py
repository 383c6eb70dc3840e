"""What is saved is what is opened again, and no damage to a file does more than make it unreadable."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.assets.loader import sample_bytes, sample_names
from designer.base.errors import ProjectUnreadable
from designer.persistence.codec import decode, encode, encode_on_one_line
from designer.persistence.files import load, save
from tests.support.builders import full_project, projects

_WHOLE = encode(full_project())


@given(project=projects())
def test_opening_what_was_saved_gives_an_equal_project(tmp_path_factory, project):
    path = tmp_path_factory.mktemp("projects") / "one.geocluster"

    save(project, path)

    assert load(path) == project


@given(project=projects())
def test_equal_projects_are_equal_bytes(project):
    data = encode(project)

    assert encode(decode(data, "x")) == data
    assert encode(decode(encode_on_one_line(project), "x")) == data


@pytest.mark.parametrize("name", sample_names())
def test_saving_a_shipped_sample_changes_none_of_its_bytes(name):
    data = sample_bytes(name)

    assert encode(decode(data, name)) == data


def test_a_file_cut_off_anywhere_is_unreadable():
    # The last byte is the line end, without which the document is still whole.
    for length in range(0, len(_WHOLE) - 1, 7):
        with pytest.raises(ProjectUnreadable):
            decode(_WHOLE[:length], "cut.geocluster")
    for length in range(len(_WHOLE) - 200, len(_WHOLE) - 1):
        with pytest.raises(ProjectUnreadable):
            decode(_WHOLE[:length], "cut.geocluster")


@given(place=st.integers(0, len(_WHOLE) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_is_told_or_harmless(place, byte):
    damaged = _WHOLE[:place] + bytes([byte]) + _WHOLE[place + 1 :]

    project = _decoded_or_none(damaged)

    assert project is None or decode(encode(project), "again") == project


@given(data=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_other_bytes_are_unreadable(data):
    with pytest.raises(ProjectUnreadable):
        decode(data, "other.geocluster")


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(value=_values, place=st.integers(0, 10_000))
def test_any_value_in_any_place_is_told_or_fits(value, place):
    """Swap one value of the document for any other JSON, wherever it stands."""
    document = json.loads(_WHOLE)
    places = list(_places(document))
    container, key = places[place % len(places)]
    container[key] = value

    project = _decoded_or_none(json.dumps(document).encode())

    assert project is None or decode(encode(project), "again") == project


def _decoded_or_none(data):
    try:
        return decode(data, "odd.geocluster")
    except ProjectUnreadable:
        return None


def _places(value):
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _places(inner)
