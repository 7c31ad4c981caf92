"""The credentials file: who we are, and the key that proves it (section 1 of the protocol)."""

import base64
import binascii
import json
import re
from dataclasses import dataclass

from . import ed25519

USER_SEED = bytes([0x95, 0x00])
USER_KEY = bytes([0xA0])


@dataclass(frozen=True)
class Credentials:
    jwt: str
    oin: str
    client: str
    secret: bytes

    @property
    def link_name(self) -> str:
        return f"{self.oin}-{self.client}"

    @property
    def public_key(self) -> str:
        return _encode(USER_KEY + ed25519.public_key(self.secret))

    def sign(self, nonce: str) -> str:
        signature = ed25519.sign(self.secret, nonce.encode())
        return base64.urlsafe_b64encode(signature).rstrip(b"=").decode()


def read_credentials(text: str) -> Credentials:
    jwt = _find(r"^eyJ[\w-]+\.[\w-]+\.[\w-]+$", text)
    claims = json.loads(base64.urlsafe_b64decode(jwt.split(".")[1] + "=="))
    name = re.fullmatch(r"([0-9]{20})-([a-z][a-z0-9-]{0,31})", claims["name"])
    if name is None:
        raise ValueError("the credentials are not those of a link")
    return Credentials(jwt, name[1], name[2], read_seed(_find(r"^SU[A-Z2-7]{56}$", text)))


def read_seed(seed: str) -> bytes:
    """The 32 secret bytes of a user's seed."""
    decoded = base64.b32decode(seed + "=" * (-len(seed) % 8))
    payload, checksum = decoded[:-2], decoded[-2:]
    if payload[:2] != USER_SEED or _checksum(payload) != checksum:
        raise ValueError("the seed is not that of a user, or it is damaged")
    return payload[2:]


def _find(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise ValueError("the credentials file lacks its token or its seed")
    return found[0]


def _encode(payload: bytes) -> str:
    return base64.b32encode(payload + _checksum(payload)).rstrip(b"=").decode()


def _checksum(payload: bytes) -> bytes:
    """CRC-16/XMODEM, which the standard library knows as crc_hqx."""
    return binascii.crc_hqx(payload, 0).to_bytes(2, "little")
