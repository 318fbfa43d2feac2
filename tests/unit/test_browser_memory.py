"""What processes below one hold, and what the summary says of the browser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.monitoring.summary import in_the_browser
from crawler.network.browser_memory import memory_of_children

_HOLD = """
import subprocess, sys
hold = "held = b'x' * 60_000_000; print('ready', flush=True); input()"
inner = subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
inner.stdout.readline()
print(open(f"/proc/{inner.pid}/comm").read().strip(), flush=True)
input()
inner.communicate(b"\\n")
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells")
def test_a_grandchild_is_weighed_and_another_program_is_not() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as outer:
        assert outer.stdout is not None
        name = outer.stdout.readline().strip()
        assert memory_of_children(name) > 60
        assert memory_of_children("no-such-program") == 0
        outer.communicate("\n")
    assert memory_of_children(name, outer.pid) == 0


def test_the_browsers_cost_in_words() -> None:
    stats = {"browser/pages": 4, "browser/seconds": 6.0, "browser/bytes": 2_400_000, "browser/memory_mb": 310}
    assert in_the_browser(stats).strip() == "4  pages of 1.5 s and 0.6 MB each, Chromium 310 MB"
    assert in_the_browser({}) == ""
