"""A site file that cannot be read costs that site, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.loading import SiteFiles

GOOD = """
from crawler.site import Site
from crawler.spider import NewsSpider


class Good(NewsSpider):
    name = "good"
    site = Site(domain="good.example")
"""
BROKEN = {
    "torn": ("class Torn(\n", "SyntaxError in line 1: '(' was never closed."),
    "wrong": (
        GOOD.replace('domain="good.example"', 'domain="wrong.example", country="Egypt"'),
        "SiteError in line 6: wrong.example: country must be two capital letters (ISO 3166), not 'Egypt'.",
    ),
    "other": (GOOD.replace("domain=", "domian="), "TypeError in line 6: Site.__init__() got an unexpected"),
    "absent": ("import no_such_module_of_ours\n", "No module named 'no_such_module_of_ours'."),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    package = tmp_path / f"sites_of_{tmp_path.name}"  # imported once in a process
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "good.py").write_text(GOOD, encoding="utf-8")
    for name, (text, _) in BROKEN.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return package


def test_broken_files_are_named_and_the_others_loaded(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loader = SiteFiles.from_settings(Settings({"SPIDER_MODULES": [folder.name, "no_such_package"]}))
    assert loader.list() == ["good"]
    assert loader.load("good").name == "good"
    assert set(loader.broken) == {*BROKEN, "no_such_package"}
    for name, (_, words) in BROKEN.items():
        assert words in loader.broken[name]
        assert loader.broken[name].startswith(f"{name}.py cannot be read: ")
    told = capsys.readouterr().err
    assert len(told.splitlines()) == len(BROKEN) + 1
    # Said once, however many parts of a process ask.
    again = SiteFiles.from_settings(Settings({"SPIDER_MODULES": [folder.name]}))
    assert again.broken.keys() == BROKEN.keys()
    assert not capsys.readouterr().err


def test_a_selector_that_is_none_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace('"good', '"odd').replace("import Site", "import Fields, Site")
    text = text.replace(
        '.example")', '.example", fields=Fields(body="div[", published_at="time::attr(datetime)"))'
    )
    (folder / "odd.py").write_text(text, encoding="utf-8")
    settings = Settings({"SPIDER_MODULES": [f"{folder.name}.odd"]})
    for told in ("odd.py: fields.body is no CSS and matches nothing: div[\n", ""):
        assert SiteFiles.from_settings(settings).list() == ["odd"]
        assert capsys.readouterr().err == told
