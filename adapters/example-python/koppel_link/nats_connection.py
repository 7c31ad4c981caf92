"""One NATS connection: the text protocol over a socket (sections 1 and 11 of the protocol)."""

import asyncio
import json
import secrets
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from .credentials import Credentials

PING_SECONDS = 20
CONNECT_SECONDS = 5
LINE_LIMIT = 64 * 1024


class ConnectionRefused(Exception):
    """The server does not accept the credentials."""


class NoResponders(Exception):
    """Nobody listens on the subject."""


@dataclass
class Message:
    subject: str
    reply: str | None
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    status: str = ""


class NatsConnection:
    """Use `connect`, subscribe, then `run` until the connection ends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, info: dict):
        self._reader = reader
        self._writer = writer
        self._subscriptions: dict[str, Callable[[Message], None]] = {}
        self._unanswered_pings = 0
        self._inbox = ""
        self._waiting: dict[str, asyncio.Future[Message]] = {}
        self.max_payload = int(info["max_payload"])

    @classmethod
    async def connect(cls, url: str, credentials: Credentials, authorities: str | None = None) -> "NatsConnection":
        address = urlsplit(url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port or 4222, limit=LINE_LIMIT)
        info = json.loads((await reader.readline()).removeprefix(b"INFO "))
        if info.get("tls_required"):
            await writer.start_tls(ssl.create_default_context(cafile=authorities), server_hostname=address.hostname)
        connection = cls(reader, writer, info)
        await connection._introduce(credentials, info.get("nonce", ""))
        return connection

    async def _introduce(self, credentials: Credentials, nonce: str) -> None:
        options = {
            "jwt": credentials.jwt,
            "nkey": credentials.public_key,
            "sig": credentials.sign(nonce),
            "protocol": 1,
            "headers": True,
            "no_responders": True,
            "verbose": False,
            "pedantic": False,
            "echo": True,
            "lang": "python",
            "version": "1",
            "name": credentials.client,
        }
        self._send(f"CONNECT {json.dumps(options)}\r\nPING\r\n".encode())
        answer = b""
        while answer != b"PONG\r\n":
            answer = await asyncio.wait_for(self._reader.readline(), CONNECT_SECONDS)
            if answer == b"" or answer.startswith(b"-ERR"):
                self._writer.close()
                raise ConnectionRefused(answer.decode().strip() or "the server closed the connection")
        self._inbox = f"_INBOX.{credentials.oin}.{credentials.client}.{secrets.token_hex(8)}."
        self.subscribe(f"{self._inbox}*", self._settle)

    def subscribe(self, subject: str, receive: Callable[[Message], None], queue: str = "") -> None:
        sid = str(len(self._subscriptions) + 1)
        self._subscriptions[sid] = receive
        self._send(f"SUB {subject} {queue + ' ' if queue else ''}{sid}\r\n".encode())

    def unsubscribe_all(self) -> None:
        """Takes no more messages, except answers to our own requests."""
        for sid, receive in self._subscriptions.items():
            if receive != self._settle:
                self._send(f"UNSUB {sid}\r\n".encode())

    def publish(self, subject: str, body: bytes, headers: dict[str, str] | None = None, reply: str = "") -> None:
        target = f"{subject} {reply}".rstrip()
        block = b"" if headers is None else _encode_headers(headers)
        if len(block) + len(body) > self.max_payload:
            raise ValueError("the message is larger than the server takes")
        if headers is None:
            self._send(f"PUB {target} {len(body)}\r\n".encode() + body + b"\r\n")
        else:
            self._send(f"HPUB {target} {len(block)} {len(block) + len(body)}\r\n".encode() + block + body + b"\r\n")

    async def request(self, subject: str, body: bytes, seconds: float) -> Message:
        token = secrets.token_hex(8)
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._waiting[token] = answer
        try:
            self.publish(subject, body, reply=f"{self._inbox}{token}")
            message = await asyncio.wait_for(answer, seconds)
        finally:
            del self._waiting[token]
        if message.status.startswith("503") and message.body == b"":
            raise NoResponders(subject)
        return message

    def _settle(self, message: Message) -> None:
        waiting = self._waiting.get(message.subject.removeprefix(self._inbox))
        if waiting is not None and not waiting.done():
            waiting.set_result(message)

    async def run(self) -> None:
        """Reads until the connection ends, by whichever side."""
        pinger = asyncio.create_task(self._keep_pinging())
        try:
            while await self._read_one():
                pass
        except (ConnectionError, asyncio.IncompleteReadError, ValueError):
            pass  # A connection that broke and one that spoke nonsense both have ended.
        finally:
            pinger.cancel()
            self.close()

    def close(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError("the connection ended"))
        self._writer.close()

    async def _keep_pinging(self) -> None:
        while self._unanswered_pings < 2:
            await asyncio.sleep(PING_SECONDS)
            self._unanswered_pings += 1
            self._send(b"PING\r\n")
        self._writer.close()

    async def _read_one(self) -> bool:
        line = await self._reader.readline()
        verb, _, rest = line.decode().strip().partition(" ")
        match verb.upper():
            case "MSG" | "HMSG":
                await self._read_message(verb.upper() == "HMSG", rest.split())
            case "PING":
                self._send(b"PONG\r\n")
            case "PONG":
                self._unanswered_pings = 0
        # A permission that is refused concerns one subject; the server closes the connection itself when it must.
        return line != b""

    async def _read_message(self, has_headers: bool, words: list[str]) -> None:
        sizes = 2 if has_headers else 1
        subject, sid, *reply = words[:-sizes]
        header_bytes = int(words[-2]) if has_headers else 0
        payload = await self._reader.readexactly(int(words[-1]) + 2)
        message = Message(subject, reply[0] if reply else None, payload[header_bytes:-2])
        if has_headers:
            message.status, message.headers = _decode_headers(payload[:header_bytes])
        receive = self._subscriptions.get(sid)
        if receive is not None:
            receive(message)

    def _send(self, data: bytes) -> None:
        self._writer.write(data)

    async def flush(self) -> None:
        await self._writer.drain()


def _encode_headers(headers: dict[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"NATS/1.0\r\n{lines}\r\n".encode()


def _decode_headers(block: bytes) -> tuple[str, dict[str, str]]:
    """The status of the first line, and the headers by their names in lower case."""
    first, *lines = block.decode(errors="replace").split("\r\n")
    pairs = (line.partition(":") for line in lines if ":" in line)
    return first.removeprefix("NATS/1.0").strip(), {name.lower(): value.strip() for name, _, value in pairs}
