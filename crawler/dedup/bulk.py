"""Whole files of articles: keep one of each, with the same judge and index as a crawl.

Reading and fingerprinting go to worker processes; finding and adding stay in one, in the order of the input,
so that the same files always give the same answer. Memory does not grow with the files: the index is a
database on disk, and keeps the sketches of the latest stretches of time.
"""

from __future__ import annotations

import dataclasses
import gc
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
import orjson
import sqlalchemy as sa

from crawler.dedup.background import shipped
from crawler.dedup.fingerprint import Fingerprint, Tokens, fingerprints
from crawler.dedup.index import Index
from crawler.dedup.judge import Verdict
from crawler.dedup.sketch import sketches
from crawler.packed import lines as lines_of
from crawler.packed import opened, part_of

CHUNK = 200  # lines that a worker takes at once
TOGETHER = 50  # articles that are sketched at once
KINDS = ("exact", "near", "contained", "revision")  # of copies
OTHER_TEXT = 0.3  # share of words in common, below which one id stands for two articles
Line = tuple[str, bytes]  # `file:number`, and the line


def raised(path: Path, why: str) -> None:
    """Refuse to go on without a file that cannot be read."""
    raise OSError(f"{path} cannot be read: {why}")


def deduplicate(
    inputs: Sequence[Path],
    output: Path,
    duplicates: Path,
    *,
    policy: Literal["divert", "mark"] = "divert",
    window_days: int = 45,
    workers: int = 1,
    progress: Callable[[int], None] = lambda _: None,
    fault: Callable[[Path, str], None] = raised,
) -> Counter[str]:
    """Read JSON lines and write each article once; return how many there were of each kind.

    `divert` writes copies to `duplicates`, `mark` leaves them in `output`; either way they carry `duplicate`.
    Lines that are no article go to `duplicates` with a `.rejected` suffix, as they are; why, is counted
    under `rejected/<reason>`. An id that stood for another text before (files that are numbered each for
    themselves) does not make a copy; `ids` counts these. `progress` is told how many bytes of the inputs were
    read since the last time, `fault` of inputs that cannot be read to their end. Files appear under their
    names at the end.
    """
    counts: Counter[str] = Counter()
    parts = {path: part_of(path) for path in (output, duplicates, rejected(duplicates))}
    store = output.with_name(f"{output.name}.index.part")
    store.unlink(missing_ok=True)
    try:
        with ExitStack() as stack:
            kept, copies, refused = (opened(part, path.suffix, stack) for path, part in parts.items())
            engine = sa.create_engine(f"sqlite:///{store}")
            stack.callback(engine.dispose)
            connection = stack.enter_context(engine.connect())
            connection.exec_driver_sql("PRAGMA journal_mode=OFF")
            connection.exec_driver_sql("PRAGMA synchronous=OFF")
            connection.commit()
            index = Index(engine, window_days=window_days)
            for lines, marks in _prepared(inputs, workers, progress, fault):
                index.expect([mark for mark in marks if mark is not None])
                for (place, line), mark in zip(lines, marks, strict=True):
                    if mark is None:
                        counts["rejected"] += 1
                        counts[f"rejected/{_why(line)}"] += 1
                        refused.write(line)
                        continue
                    verdict = index.find(mark, connection)
                    if verdict is not None and verdict.of == mark.id and _other_text(verdict):
                        counts["ids"] += 1
                        mark = dataclasses.replace(mark, id=place)
                        verdict = index.find(mark, connection)
                    index.add(mark, connection)
                    counts[verdict.kind if verdict else "kept"] += 1
                    if verdict is None:
                        kept.write(line)
                    else:
                        (copies if policy == "divert" else kept).write(_marked(line, verdict))
                index.flush(connection)
                connection.commit()
        diverted = policy == "divert" and any(counts[kind] for kind in KINDS)
        used = {output: True, duplicates: diverted, rejected(duplicates): counts["rejected"] > 0}
        for path, part in parts.items():
            if used[path]:
                part.replace(path)
            elif policy == "divert":  # what an earlier run left there is no part of this answer
                path.unlink(missing_ok=True)
    finally:
        for part in (*parts.values(), store):
            part.unlink(missing_ok=True)
    return counts


def collect_rarely() -> None:
    """Let this process look less often for cycles of garbage: there are hardly any, and it took a tenth."""
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def _begin() -> None:
    """Start a process that reads: Ctrl-C is for the one that asked for it, which ends them all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()


def rejected(duplicates: Path) -> Path:
    """Return where lines go that are no article."""
    return beside(duplicates, "rejected")


def beside(path: Path, word: str) -> Path:
    """Return `path` with `word` before its endings: out.jsonl.gz, out.word.jsonl.gz."""
    packed = path.suffix if path.suffix in (".gz", ".zst") else ""
    name = Path(path.name.removesuffix(packed))
    return path.with_name(f"{name.stem}.{word}{name.suffix}{packed}")


def _prepared(
    inputs: Sequence[Path],
    workers: int,
    progress: Callable[[int], None],
    fault: Callable[[Path, str], None],
) -> Iterator[tuple[list[Line], list[Fingerprint | None]]]:
    """Yield lines with their fingerprints, in order; None for a line that is no article."""
    chunks = _chunks(inputs, progress, fault)
    if workers <= 1:
        for chunk in chunks:
            yield chunk, prepare(chunk)
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin) as pool:
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
    id_ = article.get("id")
    if isinstance(id_, int):  # a number is as good a name as any
        article["id"] = str(id_)
    elif not id_ or not isinstance(id_, str):
        article["id"] = place
    return article


def _why(line: bytes) -> str:
    """Say why a line is no article."""
    try:
        article = orjson.loads(line)
    except orjson.JSONDecodeError:
        return "not JSON"
    return 'no text in "body"' if isinstance(article, dict) else "not an object"


def _other_text(verdict: Verdict) -> bool:
    return verdict.kind == "distinct" or (verdict.kind == "revision" and verdict.similarity < OTHER_TEXT)


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


def _chunks(
    inputs: Sequence[Path], progress: Callable[[int], None], fault: Callable[[Path, str], None]
) -> Iterator[list[Line]]:
    names = Counter(path.name for path in inputs)
    chunk: list[Line] = []
    for path in inputs:
        name = path.name if names[path.name] == 1 else str(path)
        try:
            with path.open("rb") as raw:
                before = 0
                for number, line in enumerate(lines_of(raw), 1):
                    if line.strip():
                        chunk.append((f"{name}:{number}", line if line.endswith(b"\n") else line + b"\n"))
                    if len(chunk) >= CHUNK:
                        yield chunk
                        chunk = []
                        progress(_position(raw) - before)
                        before = _position(raw)
                progress(_position(raw) - before)
        except OSError as error:
            fault(path, error.strerror or str(error))
        if chunk:
            yield chunk
            chunk = []


def _position(raw: IO[bytes]) -> int:
    return raw.tell() if raw.seekable() else 0
