"""Near duplicates: our judge and index beside other tools, in one run.

    .venv/bin/python -m benchmarks.dedup ../shared/dedup [--articles 5000] [--scale 10000,100000,1000000]
        [--peers DIR] [--dedupe]

Pairs: F1 over the labelled pairs of `gold_pairs.jsonl`. The shipped weights were fitted on these; the figure
of cross-validation, which is a little lower, is what `python -m crawler.dedup.train` prints. Throughput: find
and add over the first articles, in CPU seconds of one process; `--dedupe` adds the whole of `scrapy dedupe`,
reading and writing included. Scale: time an article with so many made-up
articles in the window. Peers are installed into environments of their own under DIR, one each, and called in
their usual way, with thresholds that their own pages show; one that can't be installed or fails is named.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from crawler.dedup import Index, judge
from crawler.dedup.background import NOTHING, shipped
from crawler.dedup.fingerprint import fingerprint
from crawler.dedup.index import articles as table
from crawler.dedup.sketch import RATE, sketch
from crawler.dedup.train import _named, read_articles

# Each answers whether two texts are the same, and finds and adds one text.
PEERS = {
    "datasketch": """
from datasketch import MinHash, MinHashLSH
def sig(t):
    w = t.split(); m = MinHash(num_perm=128)
    m.update_batch([" ".join(w[i:i+3]).encode() for i in range(max(1, len(w) - 2))])
    return m
def same(a, b):
    return sig(a).jaccard(sig(b)) >= 0.5
lsh = MinHashLSH(threshold=0.5, num_perm=128)
def add(n, t):
    m = sig(t); lsh.query(m); lsh.insert(str(n), m)
""",
    "rensa": """
from rensa import RMinHash, RMinHashLSH
def sig(t):
    w = t.split(); m = RMinHash(num_perm=128, seed=42)
    m.update([" ".join(w[i:i+3]) for i in range(max(1, len(w) - 2))])
    return m
def same(a, b):
    return sig(a).jaccard(sig(b)) >= 0.5
lsh = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
def add(n, t):
    m = sig(t); lsh.query(m); lsh.insert(n, m)
""",
    "simhash": """
from simhash import Simhash, SimhashIndex
def same(a, b):
    return Simhash(a).distance(Simhash(b)) <= 3
index = SimhashIndex([], k=3)
def add(n, t):
    s = Simhash(t); index.get_near_dups(s); index.add(str(n), s)
""",
    "text-dedup": """
import numpy as np
from text_dedup.minhash import RNG, SIGNATURE_COLUMN, embed_func, optimal_param, sha1_hash
most, prime = np.uint32((1 << 32) - 1), np.uint64((1 << 61) - 1)  # as its main() does by default
BANDS, EACH = optimal_param(0.7, 250, false_positive_weight=0.5, false_negative_weight=0.5)
a = RNG.randint(1, prime, size=(250,), dtype=np.uint64), RNG.randint(0, prime, size=(250,), dtype=np.uint64)
def sig(t):
    return embed_func(t, 0, num_perm=250, ngram_size=5, min_length=5, permutations=a,
        hashranges=[(i * EACH, (i + 1) * EACH) for i in range(BANDS)], hash_func=lambda b: sha1_hash(b, d=32),
        dtype=np.uint64, max_hash=most, modulo_prime=prime)[SIGNATURE_COLUMN]
def same(one, other):
    return any(x == y for x, y in zip(sig(one), sig(other)))
buckets = [{} for _ in range(BANDS)]
def add(n, t):
    for bucket, band in zip(buckets, sig(t)):
        bucket.setdefault(band, n)
""",
    "datatrove": """
from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature
step = MinhashDedupSignature(output_folder="/tmp", config=MinhashConfig(), language="ar")
def sig(t):
    return step.get_signature(step.get_shingles(t))
def same(a, b):
    return any(list(x) == list(y) for x, y in zip(sig(a), sig(b)))
buckets = [{} for _ in range(step.config.num_buckets)]
def add(n, t):
    for bucket, band in zip(buckets, sig(t)):
        bucket.setdefault(tuple(band), n)
""",
}
# What pip is told where the name is not enough: simhash 2.1 fails with numpy 2.
EXTRAS = {"datatrove": ["datatrove[processing]", "spacy"], "simhash": ["simhash", "numpy<2"]}
DRIVER = """
import json, sys, time
mode = sys.argv[1]; rows = [json.loads(line) for line in sys.stdin]
if mode == "pairs":
    print(json.dumps([bool(same(r["a"], r["b"])) for r in rows]))
else:
    start = time.process_time()
    for n, r in enumerate(rows):
        add(n, r["text"])
    print(json.dumps(time.process_time() - start))
"""


def main() -> int:
    """Print the three tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--scale", default="10000,100000")
    parser.add_argument("--dedupe", action="store_true", help="also `scrapy dedupe` over the articles")
    parser.add_argument(
        "--peers", type=Path, help="a folder for the peers' environments; none are run without"
    )
    options = parser.parse_args()
    with (options.folder / "gold_pairs.jsonl").open(encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    articles = [
        _named(row) for _, row in zip(range(options.articles), read_articles(options.folder), strict=False)
    ]
    print(f"{'pairs':28}{'F1':>8}{'precision':>11}{'recall':>8}")
    ours = [judge(_named(p["a"]), _named(p["b"])).duplicate for p in pairs]
    blind = [judge(_named(p["a"]), _named(p["b"]), background=NOTHING).duplicate for p in pairs]
    score("crawler.dedup (fitted on them)", ours, pairs)
    score("  without its background", blind, pairs)
    peers = environments(options.peers) if options.peers else {}
    for name, python in peers.items():
        called = ask(python, name, "pairs", [{"a": p["a"]["body"], "b": p["b"]["body"]} for p in pairs])
        if called is not None:
            score(name, called, pairs)

    print(f"\n{'find and add':28}{'articles/s':>12}{'ratio':>8}   {len(articles)} articles")
    own = throughput(articles)
    print(f"{'crawler.dedup, SQLite (WAL)':28}{own:12.0f}{1:8.2f}")
    if options.dedupe:
        for workers in (1, 2):
            one = whole(articles, workers)
            print(f"{f'scrapy dedupe, {workers} readers':28}{one:12.0f}{one / own:8.2f}", flush=True)
    for name, python in peers.items():
        seconds = ask(python, name, "articles", [{"text": a["body"]} for a in articles])
        if seconds:
            print(f"{name:28}{len(articles) / seconds:12.0f}{len(articles) / seconds / own:8.2f}", flush=True)

    columns = ("in the window", "ms an article", "ratio", "MB memory", "MB disk", "s to load")
    print("\n" + "".join(f"{name:>15}" for name in columns))
    first = 0.0
    for size in map(int, options.scale.split(",")):
        one, memory, disk, loading = scale(size, articles[:2000])
        first = first or one
        print(
            f"{size:15}{1000 * one:15.2f}{one / first:15.2f}{memory:15.0f}{disk:15.0f}{loading:15.1f}",
            flush=True,
        )
    return 0


def score(name: str, called: list[bool], pairs: list[dict[str, Any]]) -> None:
    """Print one line of the first table."""
    right = sum(c and p["duplicate"] for c, p in zip(called, pairs, strict=True))
    precision, recall = right / max(1, sum(called)), right / sum(p["duplicate"] for p in pairs)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{name:28}{f1:8.3f}{precision:11.3f}{recall:8.3f}", flush=True)


def engine_at(path: Path) -> sa.Engine:
    """Return a database as the ledger sets it."""
    engine = sa.create_engine(f"sqlite:///{path}")

    @sa.event.listens_for(engine, "connect")
    def _(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    return engine


def throughput(articles: list[dict[str, Any]]) -> float:
    """Return articles a CPU second: find, add, and a commit every 50."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index(engine_at(Path(folder) / "index.sqlite"))
        start = time.process_time()
        run(index, articles)
        return len(articles) / (time.process_time() - start)


def whole(articles: list[dict[str, Any]], workers: int) -> float:
    """Return articles a CPU second of `scrapy dedupe`, all its processes and starting up included."""
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "in.jsonl", Path(name) / "out.jsonl"
        source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in articles), "utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [
            sys.executable,
            "-m",
            "scrapy",
            "dedupe",
            str(source),
            "-o",
            str(out),
            "--workers",
            str(workers),
        ]
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return len(articles) / (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def run(index: Index, articles: list[dict[str, Any]]) -> None:
    """Find and add, as a crawl does."""
    with index.engine.connect() as connection:
        for number, article in enumerate(articles, 1):
            index.find(article, connection)
            index.add(article, connection)
            if number % 50 == 0 or number == len(articles):
                index.flush(connection)
                connection.commit()


def scale(size: int, articles: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    """Return seconds an article, MB of memory, MB on disk and seconds to load, beside `size` made-up ones."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        fill(path, size, articles)
        os.sync()  # else the first checkpoint of the log would wait for what was made up
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            return alone.submit(measure, path, articles).result()


def measure(path: Path, articles: list[dict[str, Any]]) -> tuple[float, float, float, float]:
    """Do the second half of `scale` in a process of its own, whose memory is its own."""
    dated = [{**a, "published_at": "2015-08-01", "id": f"new:{a['id']}"} for a in articles]
    half = len(dated) // 2
    with tempfile.TemporaryDirectory() as folder:  # tables, weights and modules are no part of the index
        run(Index(engine_at(Path(folder) / "other.sqlite")), dated[:half])
    disk = sum(file.stat().st_size for file in path.parent.iterdir()) / 1e6
    before = resident()
    start = time.perf_counter()
    index = Index(engine_at(path))
    index.find(dated[0])
    loading = time.perf_counter() - start
    start = time.process_time()
    run(index, dated[half:])
    one = (time.process_time() - start) / (len(dated) - half)
    return one, resident() - before, disk, loading


def resident() -> float:
    """Return the MB of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def fill(path: Path, size: int, articles: list[dict[str, Any]]) -> None:
    """Write made-up articles of one fortnight: random words, and of each sketch one phrase of a real article.

    So every phrase that is looked up leads to some of them, as the phrases of a language do.
    """
    engine = engine_at(path)
    Index(engine)
    random = np.random.default_rng(1)
    real = np.concatenate([sketch(fingerprint(article), shipped()) for article in articles])
    words = random.integers(0, 2**32, 1_000_000, dtype=np.uint32)
    for start in range(0, size, 10_000):
        stop = min(size, start + 10_000)
        sketches = random.integers(0, (1 << 32) // RATE, (stop - start, 25), dtype=np.uint32)
        sketches[:, 0] = random.choice(real, stop - start)
        sketches.sort(axis=1)
        offsets = random.integers(0, words.size - 250, stop - start)
        rows = [
            {
                "id": f"made-up:{number}",
                "site": f"site{number % 60}",
                "url": f"https://site{number % 60}.example/{number}",
                "credit": "",
                "cluster": f"made-up:{number}",
                "of": None,
                "day": 16_640.0 + number % 14,
                "epoch": int((16_640 + number % 14) // 45),
                "digest": int(random.integers(-(2**62), 2**62)),
                "sketch": sketches[number - start].tobytes(),
                "title": words[offsets[number - start] : offsets[number - start] + 8].tobytes(),
                "body": words[offsets[number - start] : offsets[number - start] + 250].tobytes(),
            }
            for number in range(start, stop)
        ]
        with engine.begin() as connection:
            connection.execute(table.insert(), rows)


def environments(folder: Path) -> dict[str, Path]:
    """Install each peer where it is missing; return the Python of those that could be."""
    found = {}
    for name in PEERS:
        python = folder / name / "bin" / "python"
        if not python.exists():
            venv.create(folder / name, with_pip=True)
        install = [python, "-m", "pip", "install", "-q", *EXTRAS.get(name, [name])]
        done = subprocess.run(install, capture_output=True, text=True)
        if done.returncode:
            print(f"{name} could not be installed and is left out", file=sys.stderr)
        else:
            found[name] = python
    return found


def ask(python: Path, name: str, mode: str, rows: list[dict[str, Any]]) -> Any:
    """Run a peer over the rows in its own process."""
    text = "".join(json.dumps(row) + "\n" for row in rows)
    done = subprocess.run(
        [python, "-c", PEERS[name] + DRIVER, mode], input=text, capture_output=True, text=True
    )
    if done.returncode:
        print(f"{name:28} failed: {done.stderr.strip().splitlines()[-1]}", flush=True)
        return None
    return json.loads(done.stdout)


if __name__ == "__main__":
    raise SystemExit(main())
