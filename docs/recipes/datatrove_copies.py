"""Near duplicates of a corpus that no single machine holds, on datatrove, with our fingerprint and judge.

    python docs/recipes/datatrove_copies.py INPUT_FOLDER OUTPUT_FOLDER --tasks 100

INPUT_FOLDER holds articles as a crawl or `scrapy export` writes them: files of JSON lines, compressed or not.
OUTPUT_FOLDER/kept gets one article of each group of copies, OUTPUT_FOLDER/copies the others, both as
datatrove's documents; what lies between is in OUTPUT_FOLDER/work. It needs `datatrove[io]` beside what this
project needs. As it stands it runs on one machine; with `SlurmPipelineExecutor` or `RayPipelineExecutor` in
the place of `LocalPipelineExecutor`, and folders that all machines see, it runs on many. No task reads the
whole corpus:

1. each shard:  words, sketch and digest of its articles; the hashes of the sketches, divided into buckets
2. each bucket: which articles share a hash
3. each shard:  which of its articles the judge calls copies of which others
4. one task:    groups, and the original of each (it holds the copies' ids in memory, not their texts)
5. each shard:  datatrove's own filter

A single index (`scrapy dedupe`) compares an article with the five likeliest and takes the best; here all
that share two rare phrases are compared, so a few more copies are found, and a group may be larger.
"""

from __future__ import annotations

import argparse
import io
import json
import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from datatrove.data import Document
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.io import get_datafolder
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.dedup import MinhashDedupFilter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from numpy.typing import NDArray

from crawler.dedup.background import shipped
from crawler.dedup.clusters import Member, ordered
from crawler.dedup.fingerprint import Fingerprint, fingerprints
from crawler.dedup.index import COMMON, SHARE
from crawler.dedup.judge import compare
from crawler.dedup.sketch import sketches

BUCKETS = 16
LEAST = 2  # hashes of their sketches that two articles share
WINDOW = 45.0  # days between near copies; exact ones have no limit
POSTING = np.dtype([("key", "u8"), ("number", "u4")])
PAIR = np.dtype([("a", "u4"), ("shard", "u4"), ("b", "u4"), ("shared", "u2")])
EDGE = np.dtype([("a", "u4"), ("shard", "u4"), ("b", "u4")])
_DIGEST = 1 << 63  # marks the key of a whole text; those of phrases have 32 bits


def article(document: Document) -> dict[str, Any]:
    """Return what the fingerprint reads, by the names that it has there."""
    return {**document.metadata, "id": document.id, "body": document.text}


class Prepare(PipelineStep):  # type: ignore[misc]
    """Step 1: the fingerprints of a shard, and its postings by bucket."""

    name = "fingerprints"

    def __init__(self, work: str) -> None:
        super().__init__()
        self.work = get_datafolder(work)

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> None:
        marks: list[Fingerprint] = []
        documents = iter(data)
        while some := fingerprints(article(d) for _, d in zip(range(50), documents, strict=False)):
            sketches(some, shipped())
            for mark in some:
                mark.derived.pop("shingles", None)
            marks += some
        save(self.work, f"marks/{rank:06d}.npz", marks)
        numbers = [np.full(m.derived["sketch"].size, n, np.uint32) for n, m in enumerate(marks)]
        postings = np.empty(sum(map(len, numbers)) + len(marks), POSTING)
        keys = [mark.derived["sketch"].astype(np.uint64) for mark in marks]
        digests = np.array([(mark.digest & (_DIGEST - 1)) | _DIGEST for mark in marks], np.uint64)
        postings["key"] = np.concatenate([*keys, digests])
        postings["number"] = np.concatenate([*numbers, np.arange(len(marks), dtype=np.uint32)])
        for bucket in range(BUCKETS):
            own = postings[postings["key"] % BUCKETS == bucket]
            write(self.work, f"postings/{bucket:04d}/{rank:06d}.npy", own)


class Meet(PipelineStep):  # type: ignore[misc]
    """Step 2: pairs of articles that share a hash of this bucket, by the shard of the first."""

    name = "pairs"

    def __init__(self, work: str) -> None:
        super().__init__()
        self.work = get_datafolder(work)

    def run(self, data: None = None, rank: int = 0, world_size: int = 1) -> None:
        folder = f"postings/{rank:04d}"
        parts, shards = [], []
        for name in self.work.list_files(folder):
            parts.append(read(self.work, name))
            shards.append(np.full(parts[-1].size, int(Path(name).stem), np.uint32))
        postings, shard = np.concatenate(parts), np.concatenate(shards)
        order = np.lexsort((postings["number"], shard, postings["key"]))
        keys, numbers, shard = postings["key"][order], postings["number"][order], shard[order]
        pairs: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if keys.size else []
        for start, end in zip(starts, [*starts[1:], keys.size], strict=True):
            who = list(zip(shard[start:end].tolist(), numbers[start:end].tolist(), strict=True))
            if int(keys[start]) >= _DIGEST:  # equal texts are a chain, however many
                meetings, weight = pairwise(who), LEAST
            elif len(who) <= COMMON:
                meetings, weight = combinations(who, 2), 1
            else:  # a formula of the trade
                continue
            for (first, a), (second, b) in meetings:
                pairs[first].append((a, second, b, weight))
        for first, rows in pairs.items():
            write(self.work, f"pairs/{first:06d}/{rank:04d}.npy", np.array(rows, PAIR))


class Judge(PipelineStep):  # type: ignore[misc]
    """Step 3: the copies among the pairs of a shard."""

    name = "judge"

    def __init__(self, work: str) -> None:
        super().__init__()
        self.work = get_datafolder(work)

    def run(self, data: None = None, rank: int = 0, world_size: int = 1) -> None:
        parts = [read(self.work, name) for name in self.work.list_files(f"pairs/{rank:06d}")]
        rows = np.concatenate([np.empty(0, PAIR), *parts])
        pairs, places = np.unique(rows[["shard", "a", "b"]], return_inverse=True)
        shared = np.bincount(places.ravel(), rows["shared"], pairs.size)
        marks = load(self.work, rank)
        edges = []
        for (shard, a, b), common in zip(pairs.tolist(), shared.tolist(), strict=True):  # sorted by shard
            one, other = marks[a], load(self.work, shard)[b]
            fewest = min(one.derived["sketch"].size, other.derived["sketch"].size)
            far = one.day is not None and other.day is not None and abs(one.day - other.day) > WINDOW
            if common < max(LEAST, SHARE * fewest) or (far and one.digest != other.digest):
                continue
            self.stat_update("judged")
            if compare(one, other)[0].duplicate:
                self.stat_update("copies")
                edges.append((a, shard, b))
        write(self.work, f"edges/{rank:06d}.npy", np.array(edges, EDGE))


class Group(PipelineStep):  # type: ignore[misc]
    """Step 4: groups, and which of each shard's articles are not the original of theirs."""

    name = "groups"

    def __init__(self, work: str, remove: str) -> None:
        super().__init__()
        self.work = get_datafolder(work)
        self.remove = get_datafolder(remove)

    def run(self, data: None = None, rank: int = 0, world_size: int = 1) -> None:
        above: dict[tuple[int, int], tuple[int, int]] = {}

        def top(node: tuple[int, int]) -> tuple[int, int]:
            while above.setdefault(node, node) != node:
                above[node] = above[above[node]]
                node = above[node]
            return node

        for name in self.work.list_files("edges"):
            for a, shard, b in read(self.work, name).tolist():
                one, other = sorted((top((int(Path(name).stem), a)), top((shard, b))))
                above[other] = one
        groups: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        members: dict[tuple[int, int], Member] = {}
        for node in sorted(above):
            groups[top(node)].append(node)
            mark = load(self.work, node[0])[node[1]]
            # Numbers in front make ids unique, should two articles have the same.
            members[node] = Member(f"{mark.id} {node}", mark.site, mark.credit, mark.day)
        dropped: dict[int, list[int]] = defaultdict(list)
        for group in groups.values():
            original = ordered([members[node] for node in group])[0]
            for node in group:
                if members[node] is not original:
                    dropped[node[0]].append(node[1])
        for shard, numbers in dropped.items():
            self.stat_update("removed", value=len(numbers))
            with self.remove.open(f"{shard:06d}.remove", "wb") as file:
                file.write(b"".join(struct.pack("<I", number) for number in sorted(numbers)))


def save(work: Any, name: str, marks: list[Fingerprint]) -> None:
    """Write fingerprints: three arrays one behind the other, and the rest as JSON."""
    none = [np.empty(0, np.uint32)]
    arrays = {
        "body": [mark.body for mark in marks],
        "title": [mark.title for mark in marks],
        "sketch": [mark.derived["sketch"] for mark in marks],
    }
    rest = [[m.day, m.digest, m.id, m.url, m.site, m.credit] for m in marks]
    found: dict[str, NDArray[Any]] = {"rest": np.frombuffer(json.dumps(rest).encode(), np.uint8)}
    for field, parts in arrays.items():
        found[field] = np.concatenate(none + parts)
        found[f"{field}_ends"] = np.cumsum([0, *(part.size for part in parts)])
    buffer = io.BytesIO()
    np.savez(buffer, **found)
    with work.open(name, "wb") as file:
        file.write(buffer.getvalue())


@lru_cache(maxsize=4)
def load(work: Any, shard: int) -> list[Fingerprint]:
    """Read what `save` wrote of a shard."""
    with work.open(f"marks/{shard:06d}.npz", "rb") as file, np.load(io.BytesIO(file.read())) as found:
        ends = {field: found[f"{field}_ends"].tolist() for field in ("body", "title", "sketch")}
        words = {field: found[field] for field in ends}
        rest = json.loads(found["rest"].tobytes())

    def part(field: str, number: int) -> NDArray[np.uint32]:
        return words[field][ends[field][number] : ends[field][number + 1]]

    return [
        Fingerprint(part("body", n), part("title", n), *others, {"sketch": part("sketch", n)})
        for n, others in enumerate(rest)
    ]


def write(work: Any, name: str, array: NDArray[Any]) -> None:
    """Write an array."""
    buffer = io.BytesIO()
    np.save(buffer, array)
    with work.open(name, "wb") as file:
        file.write(buffer.getvalue())


def read(work: Any, name: str) -> NDArray[Any]:
    """Read an array."""
    with work.open(name, "rb") as file:
        return np.load(io.BytesIO(file.read()))


def steps(source: str, output: str) -> Iterator[tuple[list[PipelineStep], bool | None]]:
    """Yield the pipelines in their order, and how many tasks each takes: shards, buckets (None) or one."""
    work, remove = f"{output}/work", f"{output}/work/remove"
    reader = JsonlReader(source, text_key="body", id_key="id")
    yield [reader, Prepare(work)], True
    yield [Meet(work)], None
    yield [Judge(work)], True
    yield [Group(work, remove)], False
    copies = JsonlWriter(f"{output}/copies")
    yield [reader, MinhashDedupFilter(remove, copies), JsonlWriter(f"{output}/kept")], True


def main() -> None:
    """Run the steps, one after the other."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source")
    parser.add_argument("output")
    parser.add_argument(
        "--tasks", type=int, default=4, help="shards: as many as the input has files, or fewer"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes at once")
    options = parser.parse_args()
    for number, (pipeline, shards) in enumerate(steps(options.source, options.output), 1):
        tasks = {True: options.tasks, False: 1, None: BUCKETS}[shards]
        logs = f"{options.output}/logs/{number}"
        workers = min(tasks, options.workers)
        LocalPipelineExecutor(pipeline, tasks=tasks, workers=workers, logging_dir=logs).run()


if __name__ == "__main__":
    main()
