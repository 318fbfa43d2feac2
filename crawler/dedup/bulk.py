"""Whole files of articles: keep one of each, with the same judge and index as a crawl.

Reading and fingerprinting go to worker processes; finding and adding stay in one, in the order of the input,
so that the same files always give the same answer. Memory does not grow with the files: the index is a
database on disk, and keeps the sketches of the latest stretches of time.
"""

from __future__ import annotations

import gc
import gzip
import io
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
import orjson
import sqlalchemy as sa
import zstandard

from crawler.dedup.background import shipped
from crawler.dedup.fingerprint import Fingerprint, Tokens, fingerprints
from crawler.dedup.index import Index
from crawler.dedup.judge import Verdict
from crawler.dedup.sketch import sketches

CHUNK = 200  # lines that a worker takes at once
TOGETHER = 50  # articles that are sketched at once
Line = tuple[str, bytes]  # `file:number`, and the line


def deduplicate(
    inputs: Sequence[Path],
    output: Path,
    duplicates: Path,
    *,
    policy: Literal["divert", "mark"] = "divert",
    window_days: int = 45,
    workers: int = 1,
    progress: Callable[[int], None] = lambda _: None,
) -> Counter[str]:
    """Read JSON lines and write each article once; return how many there were of each kind.

    `divert` writes copies to `duplicates`, `mark` leaves them in `output`; either way they carry `duplicate`.
    Lines that are no article go to `duplicates` with a `.rejected` suffix, as they are. `progress` is told
    how many bytes of the inputs were read since the last time. Files appear under their names at the end.
    """
    counts: Counter[str] = Counter()
    parts = {path: path.with_name(f"{path.name}.part") for path in (output, duplicates, rejected(duplicates))}
    store = output.with_name(f"{output.name}.index.part")
    store.unlink(missing_ok=True)
    try:
        with ExitStack() as stack:
            kept, copies, refused = (stack.enter_context(part.open("wb")) for part in parts.values())
            engine = sa.create_engine(f"sqlite:///{store}")
            stack.callback(engine.dispose)
            connection = stack.enter_context(engine.connect())
            connection.exec_driver_sql("PRAGMA journal_mode=OFF")
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            connection.commit()
            index = Index(engine, window_days=window_days)
            for lines, marks in _prepared(inputs, workers, progress):
                index.expect([mark for mark in marks if mark is not None])
                for (_, line), mark in zip(lines, marks, strict=True):
                    if mark is None:
                        counts["rejected"] += 1
                        refused.write(line)
                        continue
                    verdict = index.find(mark, connection)
                    index.add(mark, connection)
                    counts[verdict.kind if verdict else "kept"] += 1
                    if verdict is None:
                        kept.write(line)
                    else:
                        (copies if policy == "divert" else kept).write(_marked(line, verdict))
                index.flush(connection)
                connection.commit()
        for path, part in parts.items():
            if part.stat().st_size or path == output:
                part.replace(path)
    finally:
        for part in (*parts.values(), store):
            part.unlink(missing_ok=True)
    return counts


def collect_rarely() -> None:
    """Let this process look less often for cycles of garbage: there are hardly any, and it took a tenth."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def rejected(duplicates: Path) -> Path:
    """Return where lines go that are no article."""
    return duplicates.with_name(f"{duplicates.stem}.rejected{duplicates.suffix}")


def _prepared(
    inputs: Sequence[Path], workers: int, progress: Callable[[int], None]
) -> Iterator[tuple[list[Line], list[Fingerprint | None]]]:
    """Yield lines with their fingerprints, in order; None for a line that is no article."""
    chunks = _chunks(inputs, progress)
    if workers <= 1:
        for chunk in chunks:
            yield chunk, prepare(chunk)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), collect_rarely) as pool:
        waiting: deque[tuple[list[Line], Future[_Packed]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, pool.submit(_prepare_packed, chunk)))
            if len(waiting) > 3 * workers:
                done, future = waiting.popleft()
                yield done, _unpacked(future.result())
        while waiting:
            done, future = waiting.popleft()
            yield done, _unpacked(future.result())


def prepare(lines: list[Line]) -> list[Fingerprint | None]:
    """Return the fingerprint of each line, with its sketch."""
    read = [_article(*line) for line in lines]
    articles = [article for article in read if article is not None]
    marks = fingerprints(articles)
    for start in range(0, len(marks), TOGETHER):
        sketches(marks[start : start + TOGETHER], shipped())
    rest = iter(marks)
    return [None if article is None else next(rest) for article in read]


def _article(place: str, line: bytes) -> dict[str, Any] | None:
    try:
        article = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(article, dict) or not isinstance(article.get("body"), str):
        return None
    if not article.get("id"):
        article["id"] = place
    return article


# Fingerprints on their way from one process to another: their words and sketches one behind the other, and
# of each its three lengths and the rest (None: no article). A third of what pickling them costs.
_Rest = tuple[float | None, int, str, str, str, str]
_Packed = tuple[bytes, list[tuple[int, int, int, _Rest] | None]]


def _prepare_packed(lines: list[Line]) -> _Packed:
    arrays: list[Tokens] = []
    others: list[tuple[int, int, int, _Rest] | None] = []
    for mark in prepare(lines):
        if mark is None:
            others.append(None)
            continue
        sketch = mark.derived["sketch"]
        arrays += (mark.title, mark.body, sketch)
        rest = (mark.day, mark.digest, mark.id, mark.url, mark.site, mark.credit)
        others.append((mark.title.size, mark.body.size, sketch.size, rest))
    return np.concatenate(arrays).tobytes() if arrays else b"", others


def _unpacked(packed: _Packed) -> list[Fingerprint | None]:
    data, others = packed
    words = np.frombuffer(data, np.uint32)
    marks: list[Fingerprint | None] = []
    start = 0
    for other in others:
        if other is None:
            marks.append(None)
            continue
        body = start + other[0]
        sketch = body + other[1]
        end = sketch + other[2]
        day, digest, id_, url, site, credit = other[3]
        title, text, derived = words[start:body], words[body:sketch], {"sketch": words[sketch:end]}
        marks.append(Fingerprint(text, title, day, digest, id_, url, site, credit, derived))
        start = end
    return marks


def _marked(line: bytes, verdict: Verdict) -> bytes:
    article: dict[str, Any] = orjson.loads(line)
    article["duplicate"] = {
        "of": verdict.of,
        "cluster": verdict.cluster,
        "kind": verdict.kind,
        "similarity": verdict.similarity,
        "same_publisher": verdict.same_publisher,
    }
    return orjson.dumps(article) + b"\n"


def _chunks(inputs: Sequence[Path], progress: Callable[[int], None]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    for path in inputs:
        with path.open("rb") as raw:
            before = 0
            for number, line in enumerate(_plain(path, raw), 1):
                if line.strip():
                    chunk.append((f"{path.name}:{number}", line if line.endswith(b"\n") else line + b"\n"))
                if len(chunk) >= CHUNK:
                    yield chunk
                    chunk = []
                    progress(raw.tell() - before)
                    before = raw.tell()
            if chunk:
                yield chunk
                chunk = []
            progress(raw.tell() - before)


def _plain(path: Path, raw: IO[bytes]) -> Iterable[bytes]:
    """Return the lines of a file that may be compressed."""
    if path.suffix == ".gz":
        return gzip.GzipFile(fileobj=raw)
    if path.suffix == ".zst":
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(raw), 1 << 20)
    return raw
