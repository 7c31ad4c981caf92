"""A register of permits on the link. The source is a JSON file; yours is a database or a service."""

import asyncio
import json
import logging
import os
import sys
from pathlib import Path

from koppel_link.adapter import Adapter
from koppel_link.credentials import read_credentials
from koppel_link.messages import Problem, Question

OPERATION, VERSION = "registry.find-permits", "1.0.0"
MANIFEST = Path(__file__).with_name("manifest.json")


class Register:
    def __init__(self, path: str):
        self._path = path

    async def permits(self) -> list[dict]:
        """All permits; the file is read for each question, as a source that changes would be."""
        try:
            text = await asyncio.to_thread(Path(self._path).read_text, encoding="utf-8")
            permits = json.loads(text)["permits"]
        except (OSError, ValueError, KeyError, TypeError):
            raise Problem("source.failed") from None
        return permits

    async def at(self, question: Question) -> list[dict]:
        wanted = question.request
        if not isinstance(wanted, dict) or not {"postcode", "houseNumber"} <= wanted.keys():
            raise Problem("request.invalid")
        address = (wanted["postcode"], wanted["houseNumber"])
        return [one for one in await self.permits() if (one["postcode"], one["houseNumber"]) == address]

    async def find(self, question: Question) -> dict:
        found = await self.at(question)
        content = {"permits": [{"number": one["number"], "kind": one["kind"], "holder": one["holder"]} for one in found]}
        return {"content": content, "subjects": subjects_of(found)}

    async def match(self, question: Question) -> dict:
        found = await self.at(question)
        return {"hit": len(found) > 0, "subjects": subjects_of(found)}

    async def check_health(self) -> None:
        await self.permits()


def subjects_of(permits: list[dict]) -> list[dict]:
    numbers = dict.fromkeys(one["holder"]["kvkNumber"] for one in permits)
    return [{"kind": "kvk", "value": number} for number in numbers]


def main() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    credentials = read_credentials(Path(os.environ["KOPPEL_LINK_CREDENTIALS"]).read_text())
    config = json.loads(Path(os.environ["KOPPEL_ADAPTER_CONFIG"]).read_text())
    register = Register(config["register"])
    handlers = {(OPERATION, VERSION, "content"): register.find, (OPERATION, VERSION, "match"): register.match}
    adapter = Adapter(credentials, json.loads(MANIFEST.read_text()), handlers, register.check_health)
    servers = os.environ["KOPPEL_LINK_SERVERS"].split(",")
    asyncio.run(adapter.run(servers, os.environ.get("KOPPEL_LINK_AUTHORITIES")))


if __name__ == "__main__":
    main()
