"""`python -m crawler.newsroom`: serve the newsroom, or write down what is in it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from crawler.newsroom import edits, world
from crawler.newsroom.server import Newsroom


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawler.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 (the default) takes any free port")
    parser.add_argument("--ready", type=Path, help="write port, proxy and homes here as JSON once it listens")
    parser.add_argument("--articles", type=int, default=60, help="articles in all (default 60, at least 30)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--now", type=datetime.fromisoformat, default=world.NOW, help="ISO 8601, with an offset"
    )
    parser.add_argument("--delay", type=float, default=0.0, help="seconds added to every answer")
    parser.add_argument("--log", type=Path, help="append one JSON line for each request")
    parser.add_argument("--edits", type=Path, help="JSON: address -> what is edited (crawler.newsroom.edits)")
    parser.add_argument("--ahead", type=float, default=0.0, help="seconds by which its clock is ahead")
    parser.add_argument("--no-validators", action="store_true", help="no ETag, no Last-Modified, no 304")
    parser.add_argument("--until-eof", action="store_true", help="end when standard input closes")
    parser.add_argument("--truth", type=Path, help="write the truth as JSONL and leave")
    arguments = parser.parse_args()
    if arguments.now.tzinfo is None:
        parser.error("--now needs an offset, for example 2025-05-20T12:00+00:00")
    return arguments


def _write_whole(path: Path, text: str) -> None:
    """Write so that a reader sees the whole file or none."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _read_on(stop: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1024):
        stop.set()


async def _serve(arguments: argparse.Namespace) -> None:
    made = world.build(seed=arguments.seed, articles=arguments.articles, now=arguments.now)
    if arguments.edits:
        edits.apply(made, json.loads(arguments.edits.read_text(encoding="utf-8")))
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if arguments.until_eof:
        loop.add_reader(sys.stdin, _read_on, stop)
    with contextlib.ExitStack() as files:
        log = files.enter_context(arguments.log.open("a", encoding="utf-8")) if arguments.log else None
        newsroom = Newsroom(
            made,
            delay=arguments.delay,
            log=log,
            ahead=arguments.ahead,
            validators=not arguments.no_validators,
        )
        port = await newsroom.start(arguments.port)
        ready = {
            "pid": os.getpid(),
            "port": port,
            "proxy": f"http://127.0.0.1:{port}",
            "homes": [outlet.home for outlet in world.OUTLETS],
            "live": f"http://{world.LIVE_HOST}/",
        }
        if arguments.ready:
            _write_whole(arguments.ready, json.dumps(ready))
        print(json.dumps(ready), flush=True)
        await stop.wait()
        await newsroom.stop()


def main() -> int:
    """Serve until SIGTERM or SIGINT; return the exit status."""
    arguments = _arguments()
    try:
        if arguments.truth:
            records = world.truth(seed=arguments.seed, articles=arguments.articles, now=arguments.now)
            lines = (json.dumps(record, ensure_ascii=False) for record in records)
            _write_whole(arguments.truth, "\n".join(lines) + "\n")
        else:
            asyncio.run(_serve(arguments))
    except (OSError, ValueError) as error:
        print(f"newsroom: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
