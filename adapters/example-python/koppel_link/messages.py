"""Bodies of questions and answers (sections 3, 7 and 8 of the protocol)."""

import json
from dataclasses import dataclass

MAX_REQUEST = 1_048_576
MAX_REPLY = 2_080_768
MAX_DEPTH = 33
FORBIDDEN_KEYS = {"__proto__", "constructor", "prototype"}

STATUS = {
    "source.failed": 502,
    "source.refused": 502,
    "source.rate-limited": 503,
    "operation.unknown": 404,
    "request.invalid": 400,
    "reply.too-large": 502,
    "reply.unsigned": 502,
    "exchange.deadline": 504,
    "adapter.failed": 502,
}


class Problem(Exception):
    """An answer that says what went wrong; its code is one of STATUS, and it holds nothing about persons."""

    def __init__(self, code: str, retry_after_ms: int | None = None):
        super().__init__(code)
        self.code = code
        self.retry_after_ms = retry_after_ms


@dataclass(frozen=True)
class Question:
    operation: str
    version: str
    mode: str
    fields: list[str]
    request: dict
    transaction: str


def read_question(body: bytes, operation: str, transaction: str) -> Question:
    question = parse_json(body)
    if not isinstance(question, dict) or question.get("operation") != operation:
        raise Problem("request.invalid")
    version, mode, fields = question.get("version"), question.get("mode"), question.get("fields")
    is_question = isinstance(version, str) and mode in ("match", "content") and isinstance(fields, list)
    if not is_question or "request" not in question or not all(isinstance(name, str) for name in fields):
        raise Problem("request.invalid")
    if "evidence" in question:  # This example holds no key to sign an answer with (section 3, "Evidence").
        raise Problem("reply.unsigned")
    return Question(operation, version, mode, fields, question["request"], transaction)


def encode_answer(answer: dict) -> bytes:
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    if len(body) > MAX_REPLY:
        raise Problem("reply.too-large")
    return body


def encode_problem(problem: Problem) -> tuple[bytes, dict[str, str]]:
    status = STATUS[problem.code]
    body = {
        "type": f"urn:koppel:problem:{problem.code}",
        "title": problem.code,
        "status": status,
        "detail": problem.code,
        "code": problem.code,
    }
    if problem.retry_after_ms is not None:
        body["retryAfterMs"] = problem.retry_after_ms
    return json.dumps(body).encode(), {"Nats-Service-Error-Code": str(status), "Nats-Service-Error": problem.code}


def parse_json(body: bytes):
    """JSON that nobody vouches for: bounded, without repeated or dangerous keys, without numbers that JSON has not."""
    if len(body) > MAX_REQUEST:
        raise Problem("request.invalid")
    try:
        value = json.loads(body.decode(), object_pairs_hook=_unique_keys, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Problem("request.invalid") from None
    if _depth_of(value) > MAX_DEPTH:
        raise Problem("request.invalid")
    return value


def _unique_keys(pairs: list[tuple[str, object]]) -> dict:
    members = dict(pairs)
    if len(members) < len(pairs) or FORBIDDEN_KEYS & members.keys():
        raise ValueError("a repeated or forbidden key")
    return members


def _refuse(constant: str):
    raise ValueError(f"{constant} is not JSON")


def _depth_of(value) -> int:
    depth, level = 0, [value]
    while any(isinstance(node, (dict, list)) for node in level):
        depth += 1
        level = [child for node in level if isinstance(node, (dict, list)) for child in _children(node)]
    return depth


def _children(node) -> list:
    return list(node.values()) if isinstance(node, dict) else node


def project(value, fields: list[str]):
    """Keeps the granted leaves (section 3): `permits[].holder.name` and nothing beside it."""
    tree: dict = {}
    for path in fields:
        branch = tree
        for name in path.replace("[]", "").split("."):
            branch = branch.setdefault(name, {})
    return _keep(value, tree)


def _keep(value, tree: dict):
    if not tree:
        return value
    if isinstance(value, list):
        return [_keep(element, tree) for element in value]
    if isinstance(value, dict):
        return {name: _keep(value[name], branch) for name, branch in tree.items() if name in value}
    return value
