"""What a crawl imports: an eighth of a second of each start went to libraries that it never used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_UNUSED = {
    "playwright",
    "requests",
    "rich",
    "tldextract",
    "warcio",
}


def test_a_crawl_imports_only_what_it_uses(tmp_path: Path) -> None:
    crawl = ["-m", "scrapy", "crawl", "news", "-a", "url=http://127.0.0.1:9/"]
    settings = ["-s", "GUARD_ALLOW_PRIVATE=1", "-s", f"DATA_DIR={tmp_path}", "-s", "SUMMARY=off"]
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *crawl, *settings],
        cwd=Path(__file__).resolve().parents[2],
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "crawler.extraction.article" in imported
    assert not imported & _UNUSED
