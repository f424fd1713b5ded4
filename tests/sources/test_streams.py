"""Gzip and Zstandard: whole, joined, cut short, broken, and bombs."""

from __future__ import annotations

import gzip
import io
import random
import sys
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.made import jsonl

from shuliang.sources import SourceOptions, streams

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.made import Read


def zstd(content: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(content, asbytes=True))


PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstd}


def lines(count: int) -> list[bytes]:
    """Lines that do not pack well, so that a cut falls among them."""
    dice = random.Random(1)  # noqa: S311 - the same every time
    return [
        jsonl({"id": str(number), "text": "".join(chr(dice.randint(0x4E00, 0x9FA5)) for _ in range(200))})
        for number in range(count)
    ]


@pytest.fixture(params=["isal", "zlib"])
def inflation(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "zlib":
        monkeypatch.setitem(sys.modules, "isal", None)
    else:
        pytest.importorskip("isal")


@pytest.mark.usefixtures("inflation")
@pytest.mark.parametrize("ending", ["gz", "zst"])
class TestPacked:
    def test_text(self, read_bytes: Callable[..., Read], ending: str) -> None:
        document = read_bytes(f"a.txt.{ending}", PACKERS[ending]("三十家".encode())).document
        assert (document.doc_id, document.text) == ("a", "三十家")

    def test_name_does_not_matter(self, read_bytes: Callable[..., Read], ending: str) -> None:
        assert read_bytes("a.txt", PACKERS[ending]("三十家".encode())).document.text == "三十家"

    def test_joined(self, read_bytes: Callable[..., Read], ending: str) -> None:
        pack = PACKERS[ending]
        assert read_bytes(f"a.jsonl.{ending}", b"".join(map(pack, lines(20)))).ids == [str(n) for n in range(20)]

    def test_cut_short(self, read_bytes: Callable[..., Read], ending: str) -> None:
        packed = PACKERS[ending](b"".join(lines(600)))
        found = read_bytes(f"a.jsonl.{ending}", packed[: len(packed) * 2 // 3])
        assert len(found.ids) > 100
        assert found.ids == [str(number) for number in range(len(found.ids))]
        assert found.reasons == ["truncated"]

    def test_text_cut_short(self, read_bytes: Callable[..., Read], ending: str) -> None:
        packed = PACKERS[ending]("三十家".encode() * 1000)
        assert read_bytes(f"a.txt.{ending}", packed[:-5]).reject.reason == "truncated"

    def test_broken(self, read_bytes: Callable[..., Read], ending: str) -> None:
        packed = bytearray(PACKERS[ending](b"".join(lines(20))))
        packed[4:40] = b"\xff" * 36
        assert read_bytes(f"a.jsonl.{ending}", bytes(packed)).reject.reason in {"broken", "truncated"}

    def test_empty(self, read_bytes: Callable[..., Read], ending: str) -> None:
        assert read_bytes(f"a.txt.{ending}", PACKERS[ending](b"")).reject.reason == "empty"

    def test_bomb(self, read_bytes: Callable[..., Read], monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
        monkeypatch.setattr(streams, "_FREE_BYTES", 100_000)
        content = jsonl({"id": "1", "text": "三十家"}) + b" " * 20_000_000
        found = read_bytes(f"a.jsonl.{ending}", PACKERS[ending](content))
        assert found.reasons == ["too_large"]
        assert "bomb" in (found.rejects[0].detail or "")

    def test_size_limit(self, read_bytes: Callable[..., Read], ending: str) -> None:
        packed = PACKERS[ending](b"".join(lines(600)))
        found = read_bytes(f"a.jsonl.{ending}", packed, max_decompressed_bytes=200_000)
        assert (found.ids[:2], found.reasons) == (["0", "1"], ["too_large"])


@pytest.mark.usefixtures("inflation")
def test_padding_after_gzip(read_bytes: Callable[..., Read]) -> None:
    packed = gzip.compress("三十家".encode()) + b"\x00" * 100 + gzip.compress("四十家".encode()) + b"\x00" * 100
    assert read_bytes("a.txt.gz", packed).document.text == "三十家四十家"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.binary(max_size=3000), max_size=5), st.integers(1, 64))
def test_gunzip_gives_back_what_was_packed(parts: list[bytes], piece: int) -> None:
    packed = streams.buffered(streams._Plain(io.BytesIO(b"".join(map(gzip.compress, parts))), ours=True))
    feed = streams.unpack(packed.raw, streams.head_of(packed.raw), SourceOptions())  # type: ignore[arg-type]
    assert streams.head_of(feed, piece) == b"".join(parts)[:piece]
    assert streams.buffered(feed).read() == b"".join(parts)
