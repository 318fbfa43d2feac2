"""`scrapy reextract`: one line a page in the order of the input, and a sentence for what cannot be read."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler import reextraction
from crawler.commands import reextract
from crawler.site import Site

PARAGRAPHS = (
    "افتتح محافظ المدينة صباح الاثنين مكتبة الحي بعد ترميم استمر عامين، وشارك فيه عدد من السكان.",
    "وقالت مديرة المكتبة إن القاعة الرئيسية تتسع لمئتي قارئ، وإن قسم الأطفال يضم ثلاثة آلاف كتاب جديد.",
    "وأضافت أن المكتبة تفتح أبوابها كل يوم من الثامنة حتى التاسعة مساء، وأن الاشتراك مجاني للطلاب.",
)


def _page(date: str, headline: str = "افتتاح مكتبة الحي بعد ترميمها") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f'<html lang="ar"><head><title>{headline}</title></head><body><article><h1>{headline}</h1>'
        f'<time class="date">{date}</time><div class="article-body">{body}</div></article></body></html>'
    )


def _folder(tmp_path: Path, pages: list[tuple[dict[str, Any], bytes | None]]) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    lines = []
    for entry, body in pages:
        if body is not None:
            (folder / entry["file"]).write_bytes(body)
        lines.append(json.dumps(entry, ensure_ascii=False))
    (folder / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _run(*inputs: Path | str, out: Path, site: str | None = None) -> tuple[int, list[dict[str, Any]]]:
    command = reextract.Command()
    command.settings = Settings({"SPIDER_MODULES": ["spiders"]})
    command.run([str(name) for name in inputs], Namespace(output=str(out), site=site))
    return command.exitcode, [json.loads(line) for line in out.read_bytes().splitlines()]


def test_every_page_gives_one_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder(
        tmp_path,
        [
            (
                {"file": "1.html", "url": "https://www.example-daily.com/خبر/1", "encoding": "windows-1256"},
                _page("الإثنين، 20 مايو 2024 07:00 ص").encode("cp1256"),
            ),
            ({"file": "2.html", "url": "https://www.example-daily.com/2"}, b""),
            ({"file": "3.html", "url": "https://www.example-daily.com/3"}, None),
            ({"file": "4.html", "url": "http://[broken"}, _page("").encode()),
            ({"file": "5.html", "url": "https://www.example-daily.com/5"}, b"<p>" * 3_000_000),
        ],
    )
    status, lines = _run(folder, out=tmp_path / "deep" / "out.jsonl")
    assert status == 1
    assert [line["url"] for line in lines] == [
        "https://www.example-daily.com/خبر/1",
        "https://www.example-daily.com/2",
        "https://www.example-daily.com/3",
        "http://[broken",
        "https://www.example-daily.com/5",
    ]
    first = lines[0]
    assert first["headline"] == "افتتاح مكتبة الحي بعد ترميمها"
    assert first["body"] == "\n\n".join(PARAGRAPHS)
    assert first["published_at"].startswith("2024-05-20T07:00")
    assert first["site"] == "example-daily.com"
    assert lines[1]["rejected"]
    assert [line["rejected"] for line in lines[2:]] == ["unreadable", "bad-url", "too-large"]
    said = capsys.readouterr().err
    assert "line 3: 3.html: No such file" in said
    assert "5 pages, 1 articles, 4 rejected" in said
    assert "1 could not be read" in said


def test_a_relative_date_needs_a_time_of_fetching(tmp_path: Path) -> None:
    body = _page("منذ 3 ساعات").encode()
    url = "https://www.example-daily.com/1"
    known = {"file": "1.html", "url": url, "fetched_at": "2026-11-20T15:00:00Z"}
    status, lines = _run(
        _folder(tmp_path, [(known, body), ({"file": "2.html", "url": url + "2"}, body)]), out=tmp_path / "o"
    )
    assert status == 0
    published = datetime.fromisoformat(lines[0]["published_at"])
    assert published == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert lines[0]["fetched_at"] == "2026-11-20T15:00:00+00:00"
    assert (lines[1]["published_at"], lines[1]["fetched_at"]) == (None, None)


def test_the_site_is_chosen_by_url_or_named(tmp_path: Path) -> None:
    entry = {"file": "1.html", "url": "https://www.youm7.com/story/2024/5/20/x/1234567"}
    folder = _folder(tmp_path, [(entry, _page("2024-05-20").encode())])
    keys = [_run(folder, out=tmp_path / "o", site=site)[1][0]["site"] for site in (None, "news", "okaz")]
    assert keys == ["youm7", "youm7.com", "okaz"]


def test_blocks_and_errors_of_the_server_are_no_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    answers = [
        ("200 OK", _page("2024-05-20").encode()),
        ("404 Not Found", _page("2024-05-20").encode()),
        ("200 OK", b"<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"),
    ]
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, (status, body) in enumerate(answers):
            http = StatusAndHeaders(status, [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"https://www.example-daily.com/{number}"
            writer.write_record(
                writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http)
            )
    status, lines = _run(path, out=tmp_path / "o")
    assert status == 0
    assert [line.get("rejected") for line in lines] == [None, "http-404", "blocked/cloudflare"]
    assert lines[0]["fetched_at"]


MORE = "وختم المحافظ زيارته بجولة في قاعات المطالعة، واستمع إلى ملاحظات القراء عن ساعات العمل والكتب الناقصة."
URL = "https://www.example-daily.com/news/2024/5/20/81234-library"


def _in_parts() -> list[tuple[str, bytes]]:
    pager = f'<div class="pager"><span>1</span> <a href="{URL}?page=2">2</a></div>'
    first = _page("20 مايو 2024").replace("</article>", pager + "</article>")
    second = _page("20 مايو 2024").replace(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>", "")
    second = second.replace(PARAGRAPHS[2], MORE)
    other = _page("21 مايو 2024", "إغلاق جسر الميناء أسبوعين للصيانة")
    return [
        (URL, first.encode()),
        ("https://www.example-daily.com/news/2024/5/21/81235-bridge", other.encode()),
        (f"{URL}?page=2", second.encode()),
    ]


@pytest.mark.parametrize("held", [0, 1, reextraction.HELD])
def test_further_pages_are_joined_and_the_order_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: int
) -> None:
    monkeypatch.setattr(reextraction, "HELD", held)
    pages = _in_parts()
    folder = _folder(tmp_path, [({"file": f"{n}.html", "url": u}, b) for n, (u, b) in enumerate(pages)])
    status, lines = _run(folder, out=tmp_path / "o")
    assert status == 0
    assert [line["url"] for line in lines] == [url for url, _ in pages]
    assert lines[1]["headline"] == "إغلاق جسر الميناء أسبوعين للصيانة"
    if held < 2:  # it came too late, and is read by itself
        assert lines[0]["body"] == "\n\n".join(PARAGRAPHS)
        assert lines[2]["rejected"] == "no-article"  # what its address says
    else:
        assert lines[0]["body"] == "\n\n".join([*PARAGRAPHS, MORE])
        assert lines[2] == {"url": f"{URL}?page=2", "rejected": "joined"}


def test_a_further_page_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    (url, body), *_ = _in_parts()
    status, lines = _run(_folder(tmp_path, [({"file": "1.html", "url": url}, body)]), out=tmp_path / "o")
    assert status == 0
    assert [line["body"] for line in lines] == ["\n\n".join(PARAGRAPHS)]


def test_a_fault_of_ours_costs_one_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("not foreseen")

    monkeypatch.setattr(reextraction, "extract_page", broken)
    folder = _folder(tmp_path, [({"file": "1.html", "url": "https://a.example/1"}, b"<p>")])
    status, lines = _run(folder, out=tmp_path / "o")
    assert lines == [{"url": "https://a.example/1", "rejected": "error"}]
    assert status == 1
    assert "https://a.example/1: RuntimeError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("inputs", "site", "words"),
    [
        ([], None, "What is to be read"),
        (["none.warc"], None, "There is no file or folder none.warc"),
        (["."], None, "There is no index.jsonl in"),
        (["--sit"], None, "There is no option --sit"),
        (["articles.jsonl"], None, "articles.jsonl is no WARC file"),
        (["index.jsonl"], "yuom7", "Did you mean youm7"),
        (["index.jsonl"], "zzzzzz", "`scrapy sites` lists them"),
    ],
)
def test_a_wrong_call_is_a_sentence_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str], site: str | None, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    if "index.jsonl" in inputs:
        (tmp_path / "index.jsonl").touch()
    (tmp_path / "articles.jsonl").write_text('{"body": "نص"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        _run(*inputs, out=tmp_path / "out.jsonl", site=site)
    assert not (tmp_path / "out.jsonl").exists()


def test_the_output_never_overwrites_an_input(tmp_path: Path) -> None:
    folder = _folder(tmp_path, [({"file": "1.html", "url": "https://a.example/1"}, b"<p>")])
    with pytest.raises(UsageError, match="would be overwritten"):
        _run(folder, out=folder / "index.jsonl")
    with pytest.raises(UsageError, match="-o OUT"):
        command = reextract.Command()
        command.settings = Settings({"SPIDER_MODULES": ["spiders"]})
        command.run([str(folder)], Namespace(output=None, site=None))


def test_an_output_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = _folder(tmp_path, [({"file": "1.html", "url": "https://a.example/1"}, b"<p>")])
    with pytest.raises(UsageError, match="is a folder"):
        _run(folder, out=tmp_path)
    command = reextract.Command()
    command.settings = Settings({"SPIDER_MODULES": ["spiders"]})
    command.run([str(folder)], Namespace(output="/dev/full", site=None))
    assert command.exitcode == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_generic_site_is_made_for_each_url() -> None:
    assert reextract._chooser("news", {})("https://www.any.example/1") == Site.generic(
        "https://www.any.example/1"
    )
