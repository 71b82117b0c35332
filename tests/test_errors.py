from __future__ import annotations

import pickle

import pytest

from kg.errors import DataFileError, KGError


@pytest.mark.parametrize("kind", sorted(KGError.__subclasses__(), key=lambda kind: kind.__name__))
def test_errors_come_home_from_workers(kind: type[KGError]) -> None:
    error = DataFileError("a.yaml", "bad", line=3) if kind is DataFileError else kind("place: what; remedy")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert str(again) == str(error)
    assert again.exit_code == error.exit_code
    assert vars(again) == vars(error)


def test_every_kind_of_error_has_its_own_exit_code() -> None:
    codes = [kind.exit_code for kind in KGError.__subclasses__()]
    assert len(codes) >= 6
    assert len(set(codes)) == len(codes)
    assert not {0, 1} & set(codes)
