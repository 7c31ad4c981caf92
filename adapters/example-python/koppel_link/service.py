"""Being found and measured: the services protocol, ADR-32 (section 4 of the protocol)."""

import json
import secrets
import time
from datetime import datetime, timezone


class Endpoint:
    def __init__(self, name: str, subject: str):
        self.name = name
        self.subject = subject
        self.requests = 0
        self.errors = 0
        self.last_error = ""
        self.nanoseconds = 0

    def count(self, started_ns: int, error: str) -> None:
        self.requests += 1
        self.nanoseconds += time.monotonic_ns() - started_ns
        if error:
            self.errors += 1
            self.last_error = error


class Service:
    """What one process tells about itself; it holds codes and counts, never a word of a question."""

    def __init__(self, name: str, version: str, description: str):
        self._identity = {"name": name, "id": secrets.token_hex(11), "version": version, "metadata": {}}
        self._description = description
        self._started = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")
        self.endpoints: list[Endpoint] = []

    def subjects(self) -> list[tuple[str, str]]:
        """Pairs of subject and verb, without a queue group."""
        name, process = self._identity["name"], self._identity["id"]
        ends = ["", f".{name}", f".{name}.{process}"]
        return [(f"$SRV.{verb}{end}", verb) for verb in ("PING", "INFO", "STATS") for end in ends]

    def answer(self, verb: str) -> bytes:
        answer = {"type": f"io.nats.micro.v1.{verb.lower()}_response", **self._identity}
        if verb == "INFO":
            answer |= {"description": self._description, "endpoints": [self._info(one) for one in self.endpoints]}
        if verb == "STATS":
            answer |= {"started": self._started, "endpoints": [self._stats(one) for one in self.endpoints]}
        return json.dumps(answer).encode()

    def _info(self, endpoint: Endpoint) -> dict:
        return {"name": endpoint.name, "subject": endpoint.subject, "queue_group": "q", "metadata": {}}

    def _stats(self, endpoint: Endpoint) -> dict:
        return {
            "name": endpoint.name,
            "subject": endpoint.subject,
            "queue_group": "q",
            "num_requests": endpoint.requests,
            "num_errors": endpoint.errors,
            "last_error": endpoint.last_error,
            "processing_time": endpoint.nanoseconds,
            "average_processing_time": endpoint.nanoseconds // max(endpoint.requests, 1),
        }
