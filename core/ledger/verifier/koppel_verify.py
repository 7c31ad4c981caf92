#!/usr/bin/env python3
"""Verifies an export of a Koppel ledger, offline and without trusting the hub that made it.

Written from docs/ledger-format.md with nothing but the Python standard library (3.9 or newer). It shares no code with
the verifier in TypeScript, so that a mistake in one of them does not hide a forgery from both.

    python3 koppel_verify.py export.ndjson --vkey 'ledger.example/north+9403b1b2+ASVr...' [--held checkpoint] [--json]

Exit code 0: the export is good; 1: it has a fault; 2: it could not be verified (no file, an unusable key).
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from datetime import datetime, timedelta, timezone

FORMAT = "koppel-ledger-export/1"
MAX_LINE_BYTES = 524288
MAX_COUNT = 10**15
TOLERANCE_MS = 60_000
MEMORY_MS = 2 * TOLERANCE_MS
MAX_LISTED = 100
MAX_SECONDS = 253402300799  # the last second of the year 9999

CODES = {
    "header.malformed": "the first line is not a header of this format",
    "header.origin-mismatch": "the header names another log than its key, or than the key that was given",
    "header.key-mismatch": "the header carries another key than the one that was given",
    "line.malformed": "the line is neither an entry nor a checkpoint",
    "line.too-long": "the line is longer than any entry can be",
    "entry.not-canonical": "the entry is not written in its canonical form",
    "entry.invalid": "the entry breaks the rules for entries of its type",
    "entry.changed": "the entry is not the one that its leaf hash was made of",
    "entry.removed": "entries are missing",
    "entry.reordered": "entries stand in another order than the log gave them",
    "entry.inserted": "there is an entry that the log does not have",
    "entry.replayed": "the entry stands in the export twice",
    "entry.back-dated": "the entry carries an earlier time than it can have been made at",
    "entry.post-dated": "the entry carries a later time than its id",
    "exchange.asked-twice": "a second question under one exchange",
    "exchange.answered-twice": "a second answer under one exchange",
    "exchange.reply-without-request": "an answer without its question",
    "exchange.reused": "a question with the exchange id of another time",
    "exchange.half-signed": "a signed question with an unsigned answer, or the other way round",
    "history.rewritten": "the entries are not those that the log signed",
    "checkpoint.malformed": "the checkpoint cannot be read",
    "checkpoint.origin-mismatch": "the checkpoint is of another log",
    "checkpoint.wrong-key": "the checkpoint is not signed by the key of the log",
    "checkpoint.signature-invalid": "the signature does not fit the checkpoint",
    "checkpoint.rolled-back": "the log went back to fewer entries than it had signed before",
    "checkpoint.inconsistent": "the entries are not those of the checkpoint that was held",
    "checkpoint.missing": "the last entries are not covered by a checkpoint",
    "cosignature.invalid": "the cosignature of a witness does not fit the checkpoint",
    "witness.quorum-missing": "too few of the witnesses cosigned any checkpoint of the export",
    "export.truncated": "the export ends too early",
    "export.not-comparable": "the export starts after the checkpoint that was held",
}


class Unusable(Exception):
    """What the caller handed in cannot be used; says nothing about the export."""


# Ed25519 (RFC 8032, section 5.1), verification only: public values, so speed and timing do not matter.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - square) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def point_add(one, other):
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def is_same_point(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (one[1] * other[2] - other[1] * one[2]) % P == 0


def decompress(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signature(public_key, message, signature):
    if len(signature) != 64:
        return False
    key, commitment = decompress(public_key), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return is_same_point(point_multiply(scalar, BASE), point_add(commitment, point_multiply(challenge, key)))


# Encodings.


def decode_base64(text):
    """The bytes, or None for a text that an encoder would not have written."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def canonical(value):
    """The canonical JSON of a value; None for one that has none."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None


def whole_or_float(text):
    number = float(text)
    return int(number) if number.is_integer() else number


def refuse_constant(name):
    raise ValueError(name)


def read_json(line):
    """The value of a line and whether the line is its canonical form; None and False when it is no JSON."""
    try:
        value = json.loads(line.decode("utf-8"), parse_float=whole_or_float, parse_constant=refuse_constant)
    except (ValueError, OverflowError, RecursionError):
        return None, False
    return value, canonical(value) == line


def is_count(value):
    return type(value) is int and 0 <= value < MAX_COUNT


def is_hash(value):
    return isinstance(value, str) and re.fullmatch("[A-Za-z0-9+/]{43}=", value) is not None


# Keys, notes and checkpoints (section 3).


def is_key_name(name):
    return 1 <= len(name) <= 200 and "+" not in name and not any(c.isspace() or is_control(c) for c in name)


def is_control(character):
    return ord(character) < 0x20 or 0x7F <= ord(character) <= 0x9F


LOG, WITNESS = b"\x01", b"\x04"


class Key:
    def __init__(self, name, raw, kind):
        self.name = name
        self.raw = raw
        self.kind = kind
        self.key_id = hashlib.sha256(name.encode() + b"\n" + kind + raw).digest()[:4]

    @property
    def vkey(self):
        return "%s+%s+%s" % (self.name, self.key_id.hex(), base64.b64encode(self.kind + self.raw).decode())

    @staticmethod
    def parse(vkey, kind=LOG):
        parts = vkey.split("+", 2)
        data = decode_base64(parts[2]) if len(parts) == 3 else None
        if data is None or len(data) != 33 or data[:1] != kind or not is_key_name(parts[0]):
            return None
        key = Key(parts[0], data[1:], kind)
        return key if key.vkey == vkey else None

    @property
    def fingerprint(self):
        """How key.rotated names a key: SHA-256 over its RFC 7638 form."""
        x = base64.urlsafe_b64encode(self.raw).decode().rstrip("=")
        return hashlib.sha256(('{"crv":"Ed25519","kty":"OKP","x":"%s"}' % x).encode()).hexdigest()


class Checkpoint:
    def __init__(self, text, signatures):
        lines = text.split("\n")
        self.text = text
        self.signatures = signatures
        self.origin = lines[0]
        self.size = int(lines[1])
        self.root = decode_base64(lines[2])

    @staticmethod
    def parse(note):
        end = note.rfind("\n\n")
        if len(note.encode("utf-16-le", "surrogatepass")) > 2 * 16384 or end < 1 or not note.endswith("\n"):
            return None
        text, lines = note[: end + 1], note[end + 2 : -1].split("\n")
        signatures = [parse_signature(line) for line in lines]
        if len(lines) > 16 or None in signatures or any(is_control(c) and c != "\n" for c in text):
            return None
        pattern = "[^\n]+\n(0|[1-9][0-9]{0,14})\n[A-Za-z0-9+/]{43}=\n([^\n]+\n)*"
        if re.fullmatch(pattern, text) is None:
            return None
        checkpoint = Checkpoint(text, signatures)
        return None if checkpoint.root is None else checkpoint

    def signature_state(self, key):
        own = [signature for name, key_id, signature in self.signatures if (name, key_id) == (key.name, key.key_id)]
        if not own:
            return "absent"
        return "valid" if all(is_signature(key.raw, self.text.encode(), signature) for signature in own) else "invalid"


def cosigned_at(text, timestamped, key):
    """When a witness cosigned, in seconds, or None when it did not (C2SP tlog-cosignature)."""
    at = int.from_bytes(timestamped[:8], "big")
    message = "cosignature/v1\ntime %d\n%s" % (at, text)
    is_valid = len(timestamped) > 8 and is_signature(key.raw, message.encode(), timestamped[8:])
    return at if is_valid and at <= MAX_SECONDS else None


class Tally:
    """What the witnesses that the caller knows cosigned (section 7)."""

    def __init__(self, keys, quorum):
        self.keys = keys
        self.quorum = quorum
        self.seen = {}

    def count(self, checkpoint):
        """False when a cosignature is not valid."""
        is_valid = True
        for key in self.keys:
            own = [s for name, key_id, s in checkpoint.signatures if (name, key_id) == (key.name, key.key_id)]
            times = [cosigned_at(checkpoint.text, signature, key) for signature in own]
            if None in times:
                is_valid = False
            elif times:
                self.seen[key.vkey] = (checkpoint.size, max(times))
        return is_valid

    def report(self):
        sizes = sorted((size for size, _ in self.seen.values()), reverse=True)
        witnesses = []
        for key in self.keys:
            size, at = self.seen.get(key.vkey, (None, None))
            moment = None if at is None else datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            witnesses.append({"name": key.name, "size": size, "at": moment})
        reached = sizes[self.quorum - 1] if self.quorum <= len(sizes) else None
        return {"quorum": self.quorum, "size": reached, "witnesses": witnesses}


def parse_signature(line):
    match = re.fullmatch("\u2014 ([^ ]+) ([^ ]+)", line)
    data = decode_base64(match.group(2)) if match else None
    if data is None or len(data) <= 4 or not is_key_name(match.group(1)):
        return None
    return match.group(1), data[:4], data[4:]


class LogKeys:
    """The keys that are trusted, and those that the export says the log has or had (section 5)."""

    def __init__(self, trusted, offered):
        self.trusted = list(trusted)
        self.offered = offered
        self.announced = []

    def is_trusted(self, key):
        return any(key.vkey == known.vkey for known in self.trusted)

    def announce(self, entry):
        if entry["type"] == "key.rotated" and entry["key"]["kind"] == "checkpoint":
            self.announced.append(entry["digest"])

    def settle(self):
        self.trusted += [key for key in self.offered if key.fingerprint in self.announced and not self.is_trusted(key)]
        self.announced = []


def open_checkpoint(note, origin, keys):
    """The checkpoint and no code, or no checkpoint and what is wrong with it."""
    checkpoint = Checkpoint.parse(note)
    if checkpoint is None:
        return None, "checkpoint.malformed"
    if checkpoint.origin != origin:
        return None, "checkpoint.origin-mismatch"
    trusted = [checkpoint.signature_state(key) for key in keys.trusted]
    states = trusted + [checkpoint.signature_state(key) for key in keys.offered if not keys.is_trusted(key)]
    if "invalid" in states:
        return None, "checkpoint.signature-invalid"
    if "valid" not in states:
        return None, "checkpoint.wrong-key"
    checkpoint.is_trusted = "valid" in trusted
    return checkpoint, None


# Entries (section 2).


def text_of(pattern, least, most):
    expression = re.compile(pattern)

    def check(value):
        return isinstance(value, str) and least <= len(value) <= most and expression.fullmatch(value) is not None

    return check


def one_of(*values):
    return lambda value: isinstance(value, str) and value in values


def object_of(**members):
    """An object with exactly these members; a member whose name ends with an underscore may be absent."""
    checks = {name.rstrip("_"): check for name, check in members.items()}
    required = {name for name in members if not name.endswith("_")}

    def check(value):
        if not isinstance(value, dict) or not required <= set(value) <= set(checks):
            return False
        return all(checks[name](member) for name, member in value.items())

    return check


def set_of(check_element, most):
    def check(value):
        if not isinstance(value, list) or len(value) > most or not all(check_element(element) for element in value):
            return False
        return all(one < other for one, other in zip(value, value[1:]))

    return check


UUID = text_of("[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", 36, 36)
UUID_V7 = text_of("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", 36, 36)
SLUG = text_of("[a-z][a-z0-9-]*", 2, 64)
CLIENT = text_of("[a-z][a-z0-9-]*", 1, 32)
OIN = text_of("[0-9]{20}", 20, 20)
FIELD_PATH = text_of(r"[A-Za-z][A-Za-z0-9]*(\[\])*([.][A-Za-z][A-Za-z0-9]*(\[\])*)*", 1, 200)
OPERATION = "[a-z][a-z-]*[.][a-z][a-z]*-[a-z][a-z-]*(@[0-9]{1,4}([.][0-9]{1,4}){0,2})?"

MEMBERS = {
    "v": lambda value: type(value) is int and value == 1,
    "id": UUID_V7,
    "action": one_of("collect", "change", "consult", "disclose", "combine", "destroy"),
    "at": text_of("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z", 24, 24),
    "exchange": UUID_V7,
    "transaction": UUID,
    "trace": text_of("[0-9a-f]{32}", 32, 32),
    "collaboration": SLUG,
    "agreement": object_of(id=UUID, version=lambda value: type(value) is int and 1 <= value <= 999999999),
    "operation": text_of(OPERATION, 3, 95),
    "mode": one_of("match", "content"),
    "requester": object_of(oin=OIN, client=CLIENT),
    "provider": object_of(oin=OIN, client_=CLIENT),
    "organisation": object_of(oin=OIN, client_=CLIENT),
    "actor": object_of(id=text_of("[a-z][A-Za-z0-9._-]*", 4, 64), role=SLUG),
    "purpose": SLUG,
    "subjects": set_of(text_of("[A-Za-z0-9_-]{43}", 43, 43), 1000),
    "fields": set_of(FIELD_PATH, 500),
    "withheld": set_of(FIELD_PATH, 500),
    "prerequisites": set_of(text_of("[a-z][a-z0-9-]*:[A-Za-z][A-Za-z0-9./_-]*", 7, 129), 10),
    "code": text_of("[a-z]+(-[a-z]+)*[.][a-z]+(-[a-z]+)*", 3, 64),
    "digest": text_of("[0-9a-f]{64}", 64, 64),
    "gap": object_of(
        root=text_of("[0-9a-f]{64}", 64, 64),
        to=lambda value: is_count(value) and value > 0,
        **{"from": is_count},
    ),
    "evidence": object_of(
        digest=text_of("[0-9a-f]{64}", 64, 64),
        keyId=text_of("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]", 43, 43),
        signature=text_of("[A-Za-z0-9_-]{85}[AQgw]", 86, 86),
    ),
    "key": object_of(
        kind=one_of("checkpoint", "token", "pseudonym", "case", "search"),
        version=lambda value: type(value) is int and 1 <= value <= 999999,
        previous_=text_of("[0-9a-f]{64}", 64, 64),
    ),
}

COMMON = {"v", "id", "type", "action", "at"}
ASKED = {"exchange", "transaction", "trace", "operation", "requester"}
AGREED = {"collaboration", "agreement", "mode", "provider", "actor", "purpose", "subjects"}
SIGNED = {"agreement", "collaboration", "digest"}
ABOUT = {"organisation", "actor", "purpose", "operation", "mode", "code", "trace"}

TYPES = {
    "request.disclosed": (ASKED | AGREED, {"prerequisites", "evidence"}),
    "request.refused": (ASKED | {"code"}, AGREED),
    "reply.released": (ASKED | AGREED | {"fields", "withheld"}, {"evidence"}),
    "reply.refused": (ASKED | AGREED | {"code"}, {"withheld"}),
    "reply.failed": (ASKED | AGREED | {"code"}, set()),
    "reply.late": (ASKED | AGREED, {"code"}),
    "agreement.drafted": (SIGNED, ABOUT),
    "agreement.signed": (SIGNED | {"organisation"}, ABOUT),
    "agreement.activated": (SIGNED, ABOUT),
    "agreement.suspended": (SIGNED, ABOUT),
    "agreement.resumed": (SIGNED, ABOUT),
    "agreement.revoked": (SIGNED, ABOUT),
    "organisation.registered": ({"organisation"}, {"digest", "actor", "trace"}),
    "mandate.given": ({"organisation", "digest"}, {"collaboration", "trace"}),
    "mandate.revoked": ({"organisation", "digest"}, {"collaboration", "trace"}),
    "model.drafted": ({"collaboration", "digest"}, {"organisation", "actor", "trace"}),
    "model.proposed": ({"collaboration", "digest"}, {"organisation", "actor", "trace"}),
    "model.approved": ({"collaboration", "digest"}, {"organisation", "actor", "trace"}),
    "model.rejected": ({"collaboration", "digest"}, {"organisation", "actor", "trace"}),
    "model.applied": ({"collaboration", "digest"}, {"organisation", "actor", "trace"}),
    "process.recorded": ({"digest"}, set()),
    "process.voided": ({"digest"}, set()),
    "entry.voided": ({"digest"}, set()),
    "key.registered": ({"organisation", "digest"}, {"actor", "trace"}),
    "key.revoked": ({"organisation", "digest"}, {"actor", "trace", "code"}),
    "ledger.gap-recorded": ({"organisation", "gap", "code"}, {"actor", "trace"}),
    "ledger.consulted": ({"organisation", "operation", "trace"}, set()),
    "key.rotated": ({"key", "digest"}, {"collaboration", "organisation", "trace", "code"}),
}


def entry_fault(entry):
    """Which member breaks sections 2.1 and 2.2; None for a valid entry."""
    kind = entry.get("type")
    if not isinstance(kind, str) or kind not in TYPES:
        return "type"
    required, allowed = TYPES[kind]
    missing = sorted((required | COMMON) - set(entry))
    surplus = set(entry) - required - allowed - COMMON
    if missing:
        return missing[0]
    if surplus:
        return "a member that the type does not have"
    wrong = [name for name in sorted(entry) if name != "type" and not MEMBERS[name](entry[name])]
    return wrong[0] if wrong else None


def instant_of(timestamp):
    """Milliseconds since the epoch, or None for an instant that does not exist."""
    try:
        moment = datetime.strptime(timestamp[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return None
    seconds = (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(seconds=1)
    return seconds * 1000 + int(timestamp[20:23])


def instant_in(uuid):
    return int(uuid[:8] + uuid[9:13], 16)


# Rules between entries (section 2.5).


class Memory:
    """A dictionary that forgets what was not touched for two tolerances, except values in `kept`."""

    def __init__(self, kept=()):
        self.kept = kept
        self.young = {}
        self.old = {}
        self.started = None

    def advance(self, newest):
        if self.started is None:
            self.started = newest
        if newest - self.started < MEMORY_MS:
            return
        for key, value in self.old.items():
            if value in self.kept:
                self.young.setdefault(key, value)
        self.old, self.young, self.started = self.young, {}, newest

    def get(self, key):
        return self.young.get(key, self.old.get(key))

    def set(self, key, value):
        self.young[key] = value


class History:
    def __init__(self, is_from_start):
        self.is_from_start = is_from_start
        self.first = None
        self.newest = None
        self.ids = Memory()
        self.exchanges = Memory(kept=("asked", "signed", "failed"))
        self.unanswered = 0

    def accept(self, entry):
        at = instant_of(entry["at"])
        if at is None:
            return "entry.invalid"
        if self.first is None:
            self.first = self.newest = at
        time_fault = self.time_fault(entry, at)
        self.newest = max(self.newest, at)
        self.ids.advance(self.newest)
        self.exchanges.advance(self.newest)
        is_known = self.ids.get(entry["id"]) is not None
        self.ids.set(entry["id"], True)
        if is_known:
            return "entry.replayed"
        exchange_fault = self.exchange_fault(entry, at) if "exchange" in entry else None
        return time_fault or exchange_fault

    def time_fault(self, entry, at):
        made = instant_in(entry["id"])
        latest = max(self.newest, instant_in(entry["exchange"]) if "exchange" in entry else at)
        if at < made or at < latest - TOLERANCE_MS:
            return "entry.back-dated"
        return "entry.post-dated" if at > made else None

    def exchange_fault(self, entry, at):
        exchange, kind = entry["exchange"], entry["type"]
        state = self.exchanges.get(exchange)
        is_question = kind.startswith("request.")
        after = {"request.disclosed": "asked", "request.refused": "refused", "reply.failed": "failed"}
        is_signed = "evidence" in entry
        is_open = state in ("asked", "signed")
        is_signed_question = kind == "request.disclosed" and is_signed
        self.exchanges.set(exchange, "signed" if is_signed_question else after.get(kind, "answered"))
        self.unanswered += (kind == "request.disclosed") - (is_open and not is_question)
        if is_question:
            if state is not None:
                return "exchange.asked-twice"
            return "exchange.reused" if at - instant_in(exchange) > TOLERANCE_MS else None
        if is_open and kind == "reply.released" and is_signed != (state == "signed"):
            return "exchange.half-signed"
        if is_open or (state == "failed" and kind == "reply.late"):
            return None
        if state in ("answered", "failed"):
            return "exchange.answered-twice"
        may_be_earlier = not self.is_from_start and instant_in(exchange) <= self.first + TOLERANCE_MS
        return None if may_be_earlier else "exchange.reply-without-request"


# The tree (sections 1 and 4).


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    def __init__(self, size, edge):
        self.size = size
        self.edge = list(edge)

    def append(self, leaf):
        rest = self.size
        while rest % 2 == 1:
            leaf = node_hash(self.edge.pop(), leaf)
            rest //= 2
        self.edge.append(leaf)
        self.size += 1

    def root(self):
        if not self.edge:
            return hashlib.sha256(b"").digest()
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = node_hash(left, root)
        return root


# The export (sections 4 and 5).


def is_header(value):
    names = {"format", "origin", "vkey", "from", "to", "edge"}
    if not isinstance(value, dict) or set(value) - {"formerKeys"} != names:
        return False
    former = value.get("formerKeys", [value["vkey"]])
    if not isinstance(former, list) or not 1 <= len(former) <= 50:
        return False
    texts = (value["format"], value["origin"], value["vkey"], *former)
    if value["format"] != FORMAT or not all(isinstance(text, str) for text in texts):
        return False
    if not (1 <= len(value["origin"]) <= 200 and all(len(text) <= 300 for text in texts[2:])):
        return False
    if not is_count(value["from"]) or not is_count(value["to"]) or value["from"] > value["to"]:
        return False
    edge = value["edge"]
    return isinstance(edge, list) and all(map(is_hash, edge)) and len(edge) == bin(value["from"]).count("1")


class Verifier:
    REMEMBERED = 4096

    def __init__(self, vkeys=(), held=None, witnesses=(), quorum=None):
        keys = [Key.parse(vkey, WITNESS) for vkey in witnesses]
        if None in keys:
            raise Unusable("the key of a witness is not well formed")
        if quorum is not None and not 1 <= quorum <= len(keys):
            raise Unusable("the quorum is a number of the witnesses that are named")
        self.tally = Tally(keys, quorum or len(keys)) if keys else None
        self.trusted = [Key.parse(vkey) for vkey in vkeys]
        if None in self.trusted:
            raise Unusable("the vkey is not well formed")
        self.held_note = held
        self.held = None
        self.findings = []
        self.faults = 0
        self.header = None
        self.line = 0

    def report(self, code, index=None, is_exact=True, detail=None):
        self.faults += 1
        message = CODES[code] if detail is None else "%s: %s" % (CODES[code], detail)
        finding = {"code": code, "index": index, "isExact": is_exact, "line": self.line, "message": message}
        if len(self.findings) < MAX_LISTED:
            self.findings.append(finding)
        return finding

    def verify(self, lines):
        """Takes an iterable of lines as bytes, each with its newline."""
        for line in lines:
            self.line += 1
            if self.header is None:
                if not self.open(line):
                    break
            elif len(line) > MAX_LINE_BYTES:
                self.report("line.too-long", self.next)
                break
            elif not line.endswith(b"\n"):
                self.report("export.truncated", self.next)
                break
            else:
                self.read(line[:-1])
        if self.header is None:
            self.line = 1
            self.report("header.malformed")
        else:
            self.finish()
        return self.result()

    def open(self, line):
        value, is_canonical = read_json(line[:-1]) if line.endswith(b"\n") else (None, False)
        vkeys = [value["vkey"], *value.get("formerKeys", [])] if is_canonical and is_header(value) else [""]
        offered = [Key.parse(vkey) for vkey in vkeys]
        if None in offered:
            return False
        self.header, self.key = value, offered[0]
        self.keys = LogKeys(self.trusted or offered, offered)
        if any(key.name != value["origin"] for key in [*offered, *self.trusted]):
            self.report("header.origin-mismatch")
        elif not any(map(self.keys.is_trusted, offered)):
            self.report("header.key-mismatch")
        self.open_held()
        self.next = value["from"]
        self.tree = Tree(value["from"], [decode_base64(text) for text in value["edge"]])
        self.history = History(value["from"] == 0)
        self.gap = (0, 0)
        self.gap_finding = None
        self.leaves = {}
        self.is_broken = False
        self.last_good = value["from"]
        self.last_signed = self.last_trusted = -1
        self.is_like_held = True
        self.entries = self.checkpoints = 0
        self.compare_with_held()
        return True

    def open_held(self):
        if self.held_note is None:
            return
        self.held, code = open_checkpoint(self.held_note, self.keys.trusted[0].name, self.keys)
        codes = {"checkpoint.wrong-key": "header.key-mismatch", "checkpoint.origin-mismatch": "header.origin-mismatch"}
        if code in codes and not self.trusted:
            self.report(codes[code])
        elif code is not None:
            raise Unusable("the held checkpoint is not a checkpoint that this key signed")

    def compare_with_held(self):
        if self.held is not None and self.held.size == self.tree.size and not self.is_broken:
            self.is_like_held = self.held.root == self.tree.root()

    def read(self, line):
        value, is_canonical = read_json(line)
        if isinstance(value, dict) and "entry" in value and self.is_entry_line(value):
            self.read_entry(value, is_canonical)
        elif is_canonical and isinstance(value, dict) and set(value) == {"checkpoint"} and isinstance(value["checkpoint"], str):
            self.read_checkpoint(value["checkpoint"])
        else:
            self.report("line.malformed", self.next)

    @staticmethod
    def is_entry_line(value):
        if set(value) != {"entry", "index", "leaf"} or not isinstance(value["entry"], dict):
            return False
        return is_count(value["index"]) and is_hash(value["leaf"]) and canonical(value["entry"]) is not None

    def read_entry(self, value, is_canonical):
        entry, index = value["entry"], value["index"]
        self.entries += 1
        if not is_canonical:
            self.report("entry.not-canonical", index)
        leaf = hashlib.sha256(b"\x00" + canonical(entry)).digest()
        if base64.b64encode(leaf).decode() != value["leaf"]:
            self.report("entry.changed", index)
            leaf = base64.b64decode(value["leaf"])
        is_new = self.place(index, leaf)
        fault = entry_fault(entry)
        if fault is not None:
            self.report("entry.invalid", index, detail=fault)
        elif is_new:
            self.keys.announce(entry)
            code = self.history.accept(entry)
            if code is not None:
                self.report(code, index)

    def place(self, index, leaf):
        """False for an entry at an index that was read before."""
        if index < self.next:
            self.place_behind(index, leaf)
            return False
        if index == self.next:
            self.tree.append(leaf)
            self.compare_with_held()
        else:
            self.is_broken = True
            self.gap = (self.next, index)
            self.gap_finding = self.report("entry.removed", self.next)
        self.next = index + 1
        self.leaves[index] = leaf
        self.leaves.pop(index - self.REMEMBERED, None)
        return True

    def place_behind(self, index, leaf):
        if self.gap[0] <= index < self.gap[1]:
            self.gap_finding["code"] = "entry.reordered"
            self.gap_finding["message"] = CODES["entry.reordered"]
        elif self.leaves.get(index, leaf) == leaf:
            self.report("entry.replayed", index)
        else:
            self.is_broken = True
            self.report("entry.inserted", index)

    def read_checkpoint(self, note):
        self.checkpoints += 1
        checkpoint, code = open_checkpoint(note, self.header["origin"], self.keys)
        if checkpoint is None:
            self.report(code)
            return
        if self.compare(checkpoint) and checkpoint.is_trusted:
            self.last_trusted = checkpoint.size
            if self.last_good == checkpoint.size:
                self.keys.settle()
                if self.tally is not None and not self.tally.count(checkpoint):
                    self.report("cosignature.invalid")

    def compare(self, checkpoint):
        """False when the checkpoint has a fault."""
        if checkpoint.size < self.last_signed:
            self.report("checkpoint.rolled-back", checkpoint.size)
            return False
        self.last_signed = checkpoint.size
        if self.is_broken:
            return True
        if checkpoint.size != self.next:
            code = "entry.removed" if checkpoint.size > self.next else "entry.inserted"
        elif checkpoint.root != self.tree.root():
            code = "history.rewritten"
        else:
            self.last_good = checkpoint.size
            return True
        self.report(code, self.last_good, is_exact=False)
        self.is_broken = True
        return False

    def finish(self):
        to = self.header["to"]
        if self.next > to:
            self.report("entry.inserted", to)
        elif self.next < to:
            self.report("export.truncated", self.next)
        elif self.last_trusted < to:
            self.report("checkpoint.missing", self.last_good)
        if not self.keys.is_trusted(self.key) and not any(f["code"].startswith("header.") for f in self.findings):
            self.line, line = 1, self.line
            self.report("header.key-mismatch")
            self.line = line
        if self.tally is not None and self.tally.report()["size"] is None:
            self.report("witness.quorum-missing")
        if self.held is not None:
            if self.held.size > max(self.next, to):
                self.report("checkpoint.rolled-back", self.next)
            if self.held.size < self.header["from"]:
                self.report("export.not-comparable")
            if not self.is_like_held:
                self.report("checkpoint.inconsistent", self.header["from"], is_exact=False)

    def result(self):
        summary = None
        if self.header is not None:
            summary = {
                "origin": self.header["origin"],
                "vkey": self.key.vkey,
                "from": self.header["from"],
                "to": self.header["to"],
                "entries": self.entries,
                "checkpoints": self.checkpoints,
                "root": base64.b64encode(self.tree.root()).decode(),
                "unanswered": self.history.unanswered,
            }
        witnesses = {} if self.tally is None or self.header is None else {"witnesses": self.tally.report()}
        return {
            "isGood": self.faults == 0,
            "isKeyTrusted": len(self.trusted) > 0,
            "summary": summary,
            "faults": self.faults,
            "findings": self.findings,
            **witnesses,
        }


def lines_of(stream):
    while True:
        line = stream.readline(MAX_LINE_BYTES + 1)
        if not line:
            return
        yield line


def describe(report):
    summary = report["summary"]
    if summary is not None:
        print("%(origin)s: %(entries)d entries from %(from)d to %(to)d, %(checkpoints)d checkpoints" % summary)
        if not report["isKeyTrusted"]:
            print("the key is the export's own; hand in --vkey to know whose log this is")
    for witness in report.get("witnesses", {}).get("witnesses", []):
        if witness["size"] is None:
            print("%s cosigned nothing of this" % witness["name"])
        else:
            print("%(name)s cosigned the first %(size)d entries, last at %(at)s" % witness)
    for finding in report["findings"]:
        place = "" if finding["index"] is None else " entry %d%s" % (
            finding["index"],
            "" if finding["isExact"] else " or later",
        )
        print("%s:%s (line %d): %s" % (finding["code"], place, finding["line"], finding["message"]))
    print("good" if report["isGood"] else "NOT good: %d faults" % report["faults"])


def main():
    parser = argparse.ArgumentParser(description="Verifies an export of a Koppel ledger.")
    parser.add_argument("export", help="the export, or - for standard input")
    parser.add_argument("--vkey", action="append", default=[], help="a key of the log, as known from elsewhere")
    parser.add_argument("--held", metavar="FILE", help="a checkpoint of this log that was kept from before")
    parser.add_argument("--witness", action="append", default=[], help="the key of a witness that you trust")
    parser.add_argument("--quorum", type=int, help="how many of them must have cosigned; all unless said")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    arguments = parser.parse_args()
    try:
        held = None
        if arguments.held is not None:
            with open(arguments.held, encoding="utf-8", newline="") as file:
                held = file.read()
        verifier = Verifier(arguments.vkey, held, arguments.witness, arguments.quorum)
        if arguments.export == "-":
            report = verifier.verify(lines_of(sys.stdin.buffer))
        else:
            with open(arguments.export, "rb") as stream:
                report = verifier.verify(lines_of(stream))
    except (OSError, UnicodeDecodeError, Unusable) as error:
        print("cannot verify: %s" % error, file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps(report))
    else:
        describe(report)
    return 0 if report["isGood"] else 1


if __name__ == "__main__":
    sys.exit(main())
