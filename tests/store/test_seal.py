"""A damaged store is told from a sound one when it is opened, and the file is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import graphs
import pyoxigraph as po
import pytest

from kg import store
from kg.errors import StoreError
from kg.store import seal
from kg.store.engine import close, inner, writable

HOWS = ("flip", "shorten", "empty", "lengthen", "blank")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "store"
    store.fill(folder, graphs.dataset())
    return folder


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in seal._files(folder) if path.stat().st_size)


def harm(path: Path, how: str, *, at: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    if how == "flip":
        data[int(at * len(data))] ^= 16
    elif how == "shorten":
        del data[int(at * len(data)) :]
    elif how == "empty":
        data.clear()
    elif how == "lengthen":
        data += b"\0" * 100
    else:
        data[:] = bytes(len(data))
    path.write_bytes(bytes(data))


def test_a_sound_store_opens_and_its_tables_are_sealed(sound: Path) -> None:
    assert len(store.disk(sound, read_only=True)) == len(graphs.dataset())
    names = _files(sound)
    assert sum(name.endswith(".sst") for name in names) > 4
    assert {"CURRENT"} < set(names)
    assert list(seal.damages(sound)) == []


@pytest.mark.parametrize("how", HOWS)
def test_every_damage_of_every_file_is_named(sound: Path, tmp_path: Path, how: str) -> None:
    refused = 0
    for name in _files(sound):
        if how == "lengthen" and seal._GROWING.fullmatch(name):
            continue  # a list that grew
        copy = tmp_path / "copy"
        shutil.copytree(sound, copy)
        harm(copy / name, how, at=0.3)
        with pytest.raises(StoreError, match=r"damaged: .*; make it again with: kg build") as caught:
            store.disk(copy, read_only=True)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
        with pytest.raises(StoreError, match="damaged"):
            writable(copy)
        refused += 1
        shutil.rmtree(copy)
    assert refused > 5


def test_a_file_that_is_gone_is_told(sound: Path, tmp_path: Path) -> None:
    for number, name in enumerate(_files(sound)):
        copy = tmp_path / str(number)
        shutil.copytree(sound, copy)
        (copy / name).unlink()
        with pytest.raises(StoreError, match=r"damaged|holds no store"):
            store.disk(copy, read_only=True)


def test_damaged_checksums_are_told_and_missing_ones_are_none(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(sound, copy)
    (copy / seal.NAME).write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=rf"{seal.NAME}: damaged"):
        store.disk(copy, read_only=True)
    (copy / seal.NAME).unlink()
    assert len(store.disk(copy, read_only=True)) == len(graphs.dataset())


def test_a_writer_that_did_not_seal_is_no_damage(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(sound, copy)
    more = po.Quad(po.NamedNode("a:a"), po.NamedNode("a:b"), po.Literal("c"), po.NamedNode("a:g"))
    ds = store.disk(copy)
    inner(ds).add(more)
    inner(ds).flush()
    del ds
    assert more in set(store.quads(store.disk(copy, read_only=True)))
    # what was sealed before and is still there is still looked at
    (table, *_) = [name for name in _files(copy) if name.endswith(".sst") and name in seal._sums(copy)]
    harm(copy / table, "flip", at=0.2)
    with pytest.raises(StoreError, match=table):
        store.disk(copy, read_only=True)


def test_a_reader_beside_a_writer_finds_no_fault(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(sound, copy)
    written = writable(copy)
    for number in range(5):
        name = po.NamedNode(f"a:{number}")
        written.add(po.Quad(name, name, name, name))
        assert len(store.disk(copy, read_only=True)) >= len(graphs.dataset())
        close(written, copy)
        assert list(seal.damages(copy)) == []
    written.optimize()
    assert len(store.disk(copy, read_only=True)) == len(graphs.dataset()) + 5


def test_large_stores_are_looked_at_in_part(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(sound, copy)
    sizes = {name: size for name, (size, _) in seal._sums(copy).items() if name.endswith(".sst")}
    largest = max(sizes, key=lambda name: sizes[name])
    harm(copy / largest, "flip")
    assert list(seal.damages(copy, most=sizes[largest] - 1)) == []
    assert [name for name, _ in seal.damages(copy, most=None)] == [largest]


def test_a_table_that_is_just_being_written_is_no_damage_later(sound: Path, tmp_path: Path) -> None:
    place = shutil.copytree(sound, tmp_path / "store")
    table = sorted(place.glob("*.sst"))[-1]
    whole = table.read_bytes()
    half = place / "999999.sst"
    for written in (b"", whole[: len(whole) // 2], whole[:-1]):
        half.write_bytes(written)
        seal.seal(place)
        half.write_bytes(whole)
        assert not list(seal.damages(place))
    seal.seal(place)
    half.write_bytes(whole[:-1])
    assert [name for name, _ in seal.damages(place)] == [half.name]
