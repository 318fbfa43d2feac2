"""Memory of one crawling process over very many pages.

    .venv/bin/python -m benchmarks.crawl_memory                             100,000 pages of one site
    .venv/bin/python -m benchmarks.crawl_memory --pages 20000 --sites 500   many sites in one process

prints its resident memory as the pages are stored. The server, a process of its own, makes each page when it
is asked for: a story of the newsroom's, with links to twelve others. Sitemaps of a thousand rows name them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from benchmarks import crawl
from benchmarks.crawl_web import Server, answer
from crawler.newsroom import grammar, phrases

_ROWS = 1000  # of a sitemap
_LINKS = 12


def host_of(number: int) -> str:
    return f"site{number}-albenchmark.example"


class Endless:
    """What the server answers, by host and path; `pages` articles on each of `sites` hosts."""

    def __init__(self, pages: int, sites: int) -> None:
        self.pages, self.sites = pages, sites
        self._sections = sorted(phrases.TOPICS)

    def get(self, asked: tuple[str, str]) -> bytes | None:
        host, path = asked
        site = host.removeprefix("site").partition("-")[0]
        if not site.isdigit() or int(site) >= self.sites:
            return None
        if path.startswith("/news/"):
            number = path.rpartition("-")[2]
            return self._article(int(site), int(number)) if number.isdigit() else None
        if path == "/robots.txt":
            return answer("text/plain", f"Sitemap: http://{host}/sitemap.xml\n".encode())
        if path == "/sitemap.xml":
            every = range((self.pages + _ROWS - 1) // _ROWS)
            return self._rows("sitemapindex", "sitemap", [f"http://{host}/sitemap-{n}.xml" for n in every])
        if path.startswith("/sitemap-"):
            start = int(path.removeprefix("/sitemap-").removesuffix(".xml")) * _ROWS
            every = range(start, min(start + _ROWS, self.pages))
            return self._rows("urlset", "url", [f"http://{host}{path_of(n)}" for n in every])
        if path == "/":
            newest = range(min(30, self.pages))
            return answer(
                "text/html; charset=utf-8", f"<html><body>{self._links(newest)}</body></html>".encode()
            )
        return None

    def _rows(self, root: str, row: str, urls: Sequence[str]) -> bytes:
        rows = "".join(f"<{row}><loc>{url}</loc></{row}>" for url in urls)
        schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return answer("application/xml", f'<{root} xmlns="{schema}">{rows}</{root}>'.encode())

    def _links(self, numbers: Sequence[int]) -> str:
        return "".join(f'<li><a href="{path_of(n)}">خبر رقم {n} من أخبار اليوم</a></li>' for n in numbers)

    def _article(self, site: int, number: int) -> bytes | None:
        if number >= self.pages:
            return None
        rng = random.Random(site * self.pages + number)
        draft = grammar.write(rng, rng.choice(self._sections))
        text = "".join(f"<p>{escape(one)}</p>" for one in draft.paragraphs)
        title = escape(draft.headline)
        beside = self._links([rng.randrange(self.pages) for _ in range(_LINKS)])
        return answer(
            "text/html; charset=utf-8",
            f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>{title}</title>'
            f'<meta property="og:type" content="article"></head><body><article><h1>{title}</h1>'
            f'<time datetime="2026-{1 + number % 9:02}-{1 + number % 28:02}T10:00:00+03:00"></time>{text}'
            f"</article><aside><h3>أحدث الأخبار</h3><ul>{beside}</ul></aside></body></html>".encode(),
        )


def path_of(number: int) -> str:
    return f"/news/{100_000 + number}-khabar-{number}"


async def _serve(pages: int, sites: int) -> None:
    web = Endless(pages, sites)
    server = await asyncio.get_running_loop().create_server(lambda: Server(web), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def resident(process: int) -> float:
    """Return the resident memory of a process in MB; 0 when it has ended."""
    with contextlib.suppress(OSError, StopIteration):
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:")) / 1024
    return 0.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", type=int, default=100_000, help="of all sites together")
    parser.add_argument("--sites", type=int, default=1, help="crawled by one process")
    parser.add_argument("--every", type=int, default=10_000, help="pages between two readings")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    each = arguments.pages // arguments.sites
    if arguments.serve:
        import uvloop

        uvloop.run(_serve(each, arguments.sites))
        return 0
    command = [sys.executable, "-m", "benchmarks.crawl_memory", "--serve", "--pages", str(arguments.pages)]
    command += ["--sites", str(arguments.sites)]
    environment = os.environ | {"PYTHONPATH": str(crawl.ROOT), "no_proxy": ""}
    with (
        tempfile.TemporaryDirectory() as name,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=crawl.ROOT, env=environment, text=True
        ) as server,
    ):
        assert server.stdout is not None
        environment["http_proxy"] = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        folder = Path(name)
        ours = crawl.ours([host_of(number) for number in range(arguments.sites)], folder)
        homes = ",".join(f"http://{host_of(number)}/" for number in range(arguments.sites))
        start = [part if not part.startswith("url=") else f"url={homes}" for part in ours[0]]
        begun = time.monotonic()
        print(f"{'pages':>8}{'MB':>8}{'seconds':>9}")
        with subprocess.Popen(start, cwd=crawl.ROOT, env=environment) as crawling:
            readings = _readings(crawling, folder, arguments.every)
            for pages, memory in readings:
                print(f"{pages:>8}{memory:>8.0f}{time.monotonic() - begun:>9.0f}", flush=True)
        print(f"{crawl.lines(folder)} lines in all, exit status {crawling.returncode}")
        server.terminate()
    return crawling.returncode


def _readings(crawling: subprocess.Popen[bytes], folder: Path, every: int) -> Iterator[tuple[int, float]]:
    """Yield (lines written, MB) each time that so many more lines are written, and at the end."""
    sizes: dict[Path, tuple[int, int]] = {}
    due, memory, total = every, 0.0, 0
    while crawling.poll() is None:
        time.sleep(0.5)
        total = 0
        for path in (*folder.glob("articles/*/*.jsonl"), *folder.glob("duplicates/*/*.jsonl")):
            read, count = sizes.get(path, (0, 0))
            with path.open("rb") as file:
                file.seek(read)
                more = file.read()
            sizes[path] = (read + len(more), count + more.count(b"\n"))
            total += sizes[path][1]
        memory = resident(crawling.pid) or memory
        if total >= due:
            yield total, memory
            due += every
    yield total, memory


if __name__ == "__main__":
    sys.exit(main())
