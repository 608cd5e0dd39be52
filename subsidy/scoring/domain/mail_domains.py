"""Which part of a mail address tells for whom somebody works; what anybody can get tells nothing.

The list holds providers that serve households in Belgium and its neighbours, and the names that
RFC 2606 keeps for examples. An address counts only when it is that of an account: the agency made
it, or an invitation was opened with it. A contact that was typed in a form proves nothing.
"""

PUBLIC = frozenset(
    {
        "aol.com",
        "base.be",
        "belgacom.net",
        "brutele.be",
        "edpnet.be",
        "example.com",
        "example.net",
        "example.org",
        "fastmail.com",
        "free.fr",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hetnet.nl",
        "hotmail.be",
        "hotmail.com",
        "hotmail.fr",
        "hotmail.nl",
        "icloud.com",
        "kpnmail.nl",
        "laposte.net",
        "live.be",
        "live.com",
        "live.fr",
        "live.nl",
        "mac.com",
        "mail.be",
        "mail.com",
        "me.com",
        "mobistar.be",
        "msn.com",
        "orange.be",
        "orange.fr",
        "outlook.be",
        "outlook.com",
        "outlook.fr",
        "outlook.nl",
        "pandora.be",
        "pm.me",
        "proton.me",
        "protonmail.com",
        "proximus.be",
        "scarlet.be",
        "skynet.be",
        "telenet.be",
        "tuta.com",
        "tutanota.com",
        "voo.be",
        "web.de",
        "yahoo.com",
        "yahoo.fr",
        "yahoo.nl",
        "ymail.com",
        "ziggo.nl",
        "zonnet.nl",
    }
)


def domain_of(email: str) -> str | None:
    """Return the domain of an address that belongs to an organisation; None: anybody can get it."""
    domain = email.strip().casefold().rpartition("@")[2]
    return domain if domain and domain not in PUBLIC else None
