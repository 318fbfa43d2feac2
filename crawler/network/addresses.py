"""Which hosts are public: a pure reading of what a URL's host says, before and after it is resolved."""

from __future__ import annotations

import ipaddress
import unicodedata

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Names that never are a news site, whatever they resolve to (and behind a proxy we cannot resolve them).
PRIVATE_SUFFIXES = (
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
)

# Public numbers behind which a cloud keeps its own services for the machines in it.
_CLOUD_SERVICES = frozenset({ipaddress.ip_address("168.63.129.16")})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")
_V4_COMPATIBLE = ipaddress.ip_network("::/96")


class HostError(ValueError):
    """A host that looks like a number and is none: browsers refuse it, and so do we."""


def literal(host: str) -> Address | None:
    """Return the address that `host` spells out, None where it is a name.

    Reads what any resolver might: decimal, octal and hexadecimal IPv4 in one to four parts, wide
    digits and the ideographic full stop, IPv6 with brackets and zone. Raises HostError.
    """
    host = unicodedata.normalize("NFKC", host).replace("。", ".").strip().lower()
    if host.startswith("[") or ":" in host:
        bare = host.strip("[]").split("%", 1)[0]
        try:
            return ipaddress.IPv6Address(bare)
        except ValueError as error:
            raise HostError(host) from error
    parts = host.removesuffix(".").split(".")
    if _number(parts[-1]) is None and not parts[-1].isdigit():
        return None
    numbers = [_number(part) for part in parts]
    if len(parts) > 4 or any(n is None for n in numbers):
        raise HostError(host)
    known = [n for n in numbers if n is not None]
    *front, last = known
    if any(n > 255 for n in front) or last >= 256 ** (5 - len(known)):
        raise HostError(host)
    value = last
    for place, n in enumerate(front):
        value += n << (8 * (3 - place))
    return ipaddress.IPv4Address(value)


def _number(part: str) -> int | None:
    """Read one part as C's inet_aton does: 0x is hexadecimal, a leading 0 is octal."""
    if not part.isascii() or len(part) > 40:
        return None
    try:
        if part.startswith("0x"):
            return int(part[2:] or "0", 16)
        if not part.isdigit():
            return None
        return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part)
    except ValueError:
        return None


def is_public(address: Address | str) -> bool:
    """Whether `address` is a place on the open internet; addresses that carry another are judged by it."""
    if isinstance(address, str):
        try:
            address = ipaddress.ip_address(address.split("%", 1)[0])
        except ValueError:
            return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = _carried(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local or address in _NAT64_LOCAL:
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_unspecified
        and address not in _CLOUD_SERVICES
    )


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address inside a mapped, 6to4, Teredo, NAT64 or compatible one."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or (address in _V4_COMPATIBLE and int(address) > 1):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_private_name(host: str) -> bool:
    """Whether `host` is a name of the local machine or network: localhost, printer, x.internal."""
    host = unicodedata.normalize("NFKC", host).replace("。", ".").strip().lower().rstrip(".")
    return (
        not host
        or "." not in host
        or any(host == suffix or host.endswith("." + suffix) for suffix in PRIVATE_SUFFIXES)
    )
