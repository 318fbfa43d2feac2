"""The operator's proxy is asked as Scrapy's own middleware would ask it, for one look at the environment."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpproxy import HttpProxyMiddleware

from crawler.network import proxy
from crawler.network.proxy import Proxy


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://user:secret@proxy.example:3128")
    monkeypatch.setenv("https_proxy", "http://other.example:3129")
    monkeypatch.setenv("no_proxy", "straight.example,.straight.test")


@pytest.mark.parametrize(
    ("url", "meta"),
    [
        ("http://site.example/a", {}),
        ("https://site.example/a", {}),
        ("http://straight.example/a", {}),
        ("https://www.straight.test/a", {}),
        ("http://site.example/a", {"proxy": "http://one.example:8080"}),
        ("http://site.example/a", {"proxy": None}),
        ("ftp://site.example/a", {}),
    ],
)
def test_as_scrapy_does(environment: None, url: str, meta: dict[str, Any]) -> None:
    ours, theirs = Request(url, meta=dict(meta)), Request(url, meta=dict(meta))
    Proxy().process_request(ours)
    HttpProxyMiddleware().process_request(theirs)
    assert ours.meta == theirs.meta
    assert ours.headers == theirs.headers


def test_no_proxy_leaves_the_request_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    request = Request("http://site.example/a", headers={"Proxy-Authorization": "of another"})
    Proxy().process_request(request)
    assert "proxy" not in request.meta
    assert b"Proxy-Authorization" not in request.headers


def test_the_environment_is_read_once_for_a_host(environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(proxy, "proxy_bypass", lambda host: asked.append(host) or False)
    middleware = Proxy()
    for number in range(5):
        middleware.process_request(Request(f"http://site.example/{number}"))
    assert asked == ["site.example"]
