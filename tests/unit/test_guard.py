"""The guard: which URLs and addresses are refused, and why."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from types import SimpleNamespace

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError
from scrapy.settings import Settings
from scrapy.statscollectors import StatsCollector

from crawler.network import resolver
from crawler.network.addresses import HostError, is_public, literal
from crawler.network.guard import AddressGuard, Guard, off_site, refusal
from crawler.network.refused import Refused
from crawler.site import Site

LOOPBACKS = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "１２７.０.０.１",
    "127。0。0。1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::]",
    "[0:0:0:0:0:0:0:1]",
]
PRIVATE = [
    *LOOPBACKS,
    "0.0.0.0",
    "10.0.0.7",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "[fe80::1%25eth0]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[::]",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_refused_in_any_spelling(host: str) -> None:
    assert refusal(f"http://{host}/x") == "private-address"
    assert refusal(f"http://{host}/x", allow_private=True) is None


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "a.localhost", "printer", "metadata.google.internal"]
)
def test_a_local_name_is_refused(host: str) -> None:
    assert refusal(f"https://{host}/") == "private-name"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://site.example/", "scheme"),
        ("data:text/html,x", "scheme"),
        ("gopher://site.example/", "scheme"),
        ("http://", "bad-url"),
        ("http://[::1", "bad-url"),
        ("http://site.example:99999/", "bad-url"),
        ("http://site.example:22/", "port"),
        ("http://site.example:6379/", "port"),
        ("http://user:pass@site.example/", "credentials"),
        ("http://site.example\\@127.0.0.1/", "bad-url"),
        ("http://1.2.3.4.5/", "bad-host"),
        ("http://256.256.256.256/", "bad-host"),
        ("http://site.0x/", "bad-host"),
        ("http://08.8.8.8/", "bad-host"),
    ],
)
def test_a_strange_url_is_refused(url: str, reason: str) -> None:
    assert refusal(url) == reason


@pytest.mark.parametrize(
    "url",
    [
        "http://site.example/",
        "https://www.site.example:8443/a?b=1",
        "http://8.8.8.8/",
        "http://[2606:4700::1111]/",
        "http://أخبار.example/مقال/1",
        "https://1news.example/",
        "https://dead.beef.example/",
    ],
)
def test_a_public_url_passes(url: str) -> None:
    assert refusal(url) is None


@given(st.integers(0, 2**32 - 1))
def test_every_notation_is_the_same_address(number: int) -> None:
    dotted = str(ipaddress.IPv4Address(number))
    octal = ".".join(f"0{int(p):o}" for p in dotted.split("."))
    for spelt in (dotted, str(number), hex(number), octal, f"::ffff:{dotted}"):
        address = literal(spelt)
        assert address is not None
        assert is_public(address) == is_public(dotted)


@given(st.text(max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    refusal(text)
    refusal(f"http://{text}/")
    with contextlib.suppress(HostError):
        literal(text)


SITES = {
    "sada": Site(key="sada", domain="sada.example", aliases=("sada-cdn.example",)),
    "wikala": Site(key="wikala", domain="wikala.example"),
}


def _crawler(**settings: object) -> SimpleNamespace:
    stats = StatsCollector(SimpleNamespace(settings=Settings()))  # type: ignore[arg-type]
    return SimpleNamespace(settings=Settings(settings), stats=stats, spider=SimpleNamespace(sites=SITES))


def test_off_site_is_judged_by_the_lease() -> None:
    assert not off_site("m.sada.example", "sada", SITES)
    assert not off_site("sada-cdn.example", "sada", SITES)
    assert off_site("wikala.example", "sada", SITES)
    assert off_site("notsada.example", "sada", SITES)
    assert off_site("else.example", "unknown", SITES)
    assert not off_site("else.example", None, SITES)


def test_the_middleware_refuses_and_counts() -> None:
    crawler = _crawler()
    guard = Guard.from_crawler(crawler)  # type: ignore[arg-type]
    guard.process_request(Request("https://www.sada.example/a", meta={"site": "sada"}))
    guard.process_request(Request("https://any.example/robots.txt"))
    for url, reason in [
        ("https://wikala.example/a", "offsite"),
        ("http://10.0.0.7/", "private-address"),
        ("file:///etc/passwd", "scheme"),
    ]:
        with pytest.raises(Refused) as caught:
            guard.process_request(Request(url, meta={"site": "sada"}))
        assert (caught.value.outcome, caught.value.reason) == ("rejected", reason)
        assert crawler.stats.get_value(f"guard/{reason}") == 1


def test_loopback_servers_need_a_setting_but_stay_on_site() -> None:
    guard = Guard.from_crawler(_crawler(GUARD_ALLOW_PRIVATE=True))  # type: ignore[arg-type]
    guard.process_request(Request("http://127.0.0.1:5000/"))
    with pytest.raises(Refused, match="offsite"):
        guard.process_request(Request("http://127.0.0.1:5000/", meta={"site": "sada"}))


class _Names(AbstractResolver):
    """Every name has these addresses."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._addresses
        ]

    async def close(self) -> None:
        pass


def _resolve(*addresses: str, allow: bool = False) -> list[str]:
    guarded = resolver.GuardedResolver(_Names(*addresses), allow_private=allow)
    return [one["host"] for one in asyncio.run(guarded.resolve("rebind.example"))]


@pytest.mark.parametrize("addresses", [("10.0.0.7",), ("93.184.216.34", "10.0.0.7"), ("::1",)])
def test_a_name_that_resolves_inside_is_refused_at_the_moment_of_use(addresses: tuple[str, ...]) -> None:
    assert _resolve("93.184.216.34") == ["93.184.216.34"]
    with pytest.raises(OSError, match="not a public address"):
        _resolve(*addresses)
    crawler = _crawler()
    guard = AddressGuard.from_crawler(crawler)  # type: ignore[arg-type]
    request = Request("http://rebind.example/")
    with pytest.raises(Refused, match="private-address"):
        guard.process_exception(request, CannotResolveHostError("no results"))
    assert crawler.stats.get_value("guard/private-address") == 1
    guard.process_exception(Request("http://gone.example/"), CannotResolveHostError("no results"))
    assert _resolve("127.0.0.1", allow=True) == ["127.0.0.1"]


def test_the_operators_proxy_may_be_local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolver, "_proxy_hosts", {"rebind.example"})
    assert _resolve("127.0.0.1") == ["127.0.0.1"]
