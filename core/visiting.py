"""Who asks, as far as fairness needs it: a block of addresses, and a digest of it instead of the address itself.

A house behind one router, or a provider's customer with a whole IPv6 network, counts as one. Boundary: how much
somebody may do is for those who count it.
"""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from core.middleware import client_address


def block_of(request: HttpRequest) -> str:
    """`203.0.113.0/24`, `2001:db8:1::/48`: those who share it are counted together."""
    address = _address(request)
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def is_at_home(request: HttpRequest) -> bool:
    """Asked from the machine itself: by whoever runs it; or by a web server before us that does not say for whom, and
    then all the world would be counted as one."""
    address = _address(request)
    return address is not None and address.is_loopback


def digest_of(what: str, who: str) -> str:
    """Under the site's secret, so that nobody finds the address by trying all."""
    return salted_hmac("opis.visitors", f"{what}:{who}", algorithm="sha256").hexdigest()


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(client_address(request))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
