"""An adapter on the link: subscribe, register, answer, reconnect, drain (sections 3 to 5 and 9 of the protocol)."""

import asyncio
import json
import logging
import random
import signal
import time
from collections.abc import Awaitable, Callable

from .credentials import Credentials
from .messages import MAX_REQUEST, Problem, Question, encode_answer, encode_problem, project, read_question
from .nats_connection import ConnectionRefused, Message, NatsConnection, NoResponders
from .service import Endpoint, Service

log = logging.getLogger("koppel_link")

Handler = Callable[[Question], Awaitable[dict]]

SHORTEST_WAIT, LONGEST_WAIT = 0.05, 5.0
DEFAULT_TIMEOUT_MS, HEALTH_SECONDS = 10_000, 2
REGISTER_SECONDS, DRAIN_SECONDS, FINISH_SECONDS = 5, 1, 10
WORTH_REPEATING = {"hub.unavailable", "hub.failed", "rate.exceeded", "ledger.unavailable", "gate.stale"}


class Adapter:
    """Handlers by operation, version and mode; `check_health` raises a Problem while the source cannot be asked."""

    def __init__(
        self,
        credentials: Credentials,
        manifest: dict,
        handlers: dict[tuple[str, str, str], Handler],
        check_health: Callable[[], Awaitable[None]],
    ):
        self._credentials = credentials
        self._manifest = {**manifest, "owner": credentials.oin}
        self._handlers = handlers
        self._check_health = check_health
        self._root = f"koppel.v1.{credentials.oin}.{credentials.client}"
        self._service = Service(credentials.link_name, manifest["version"], manifest["description"]["en"])
        self._endpoints = {name: self._endpoint(name) for name in {operation for operation, _, _ in handlers}}
        self._health = self._endpoint("health")
        self._in_flight: set[asyncio.Task] = set()
        self._stopping = asyncio.Event()

    def _endpoint(self, name: str) -> Endpoint:
        endpoint = Endpoint(name.replace(".", "-"), f"{self._root}.adapter.{name}")
        self._service.endpoints.append(endpoint)
        return endpoint

    async def run(self, servers: list[str], authorities: str | None = None) -> None:
        """Serves until SIGTERM or SIGINT, through every loss of the connection."""
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, self._stopping.set)
        wait = SHORTEST_WAIT
        for attempt in range(10**9):
            if self._stopping.is_set():
                return
            try:
                connection = await NatsConnection.connect(servers[attempt % len(servers)], self._credentials, authorities)
                wait = SHORTEST_WAIT
                await self._serve(connection)
            except (OSError, ValueError, ConnectionRefused, asyncio.TimeoutError) as error:
                log.warning("no connection: %s", type(error).__name__)
            await self._pause(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _pause(self, wait: float) -> None:
        """Waits half to all of the time, or until we stop."""
        try:
            await asyncio.wait_for(self._stopping.wait(), wait * (1 - random.random() / 2))
        except asyncio.TimeoutError:
            pass

    async def _serve(self, connection: NatsConnection) -> None:
        for subject, verb in self._service.subjects():
            connection.subscribe(subject, self._describe(connection, verb))
        for operation, endpoint in self._endpoints.items():
            connection.subscribe(endpoint.subject, self._receive(connection, endpoint, operation), queue="q")
        connection.subscribe(self._health.subject, self._receive(connection, self._health, None), queue="q")
        reading = asyncio.create_task(connection.run())
        registering = asyncio.create_task(self._register(connection))
        stopping = asyncio.create_task(self._stopping.wait())
        await asyncio.wait({reading, stopping}, return_when=asyncio.FIRST_COMPLETED)
        registering.cancel()
        stopping.cancel()
        if self._stopping.is_set() and not reading.done():
            await self._drain(connection)
        await reading

    async def _register(self, connection: NatsConnection) -> None:
        body = json.dumps(self._manifest).encode()
        wait = SHORTEST_WAIT
        while True:
            try:
                answer = await connection.request(f"{self._root}.hub.register", body, REGISTER_SECONDS)
                code = answer.headers.get("nats-service-error", "")
            except (NoResponders, asyncio.TimeoutError):
                code = "hub.unavailable"
            except ConnectionError:
                return
            if code not in WORTH_REPEATING:
                log.log(logging.ERROR if code else logging.INFO, "registration: %s", code or "accepted")
                return
            await self._pause(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _describe(self, connection: NatsConnection, verb: str) -> Callable[[Message], None]:
        def receive(message: Message) -> None:
            if message.reply:
                connection.publish(message.reply, self._service.answer(verb))

        return receive

    def _receive(self, connection: NatsConnection, endpoint: Endpoint, operation: str | None):
        def receive(message: Message) -> None:
            task = asyncio.create_task(self._reply(connection, endpoint, operation, message))
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)

        return receive

    async def _reply(self, connection: NatsConnection, endpoint: Endpoint, operation: str | None, message: Message):
        started, headers, error = time.monotonic_ns(), None, ""
        try:
            body = await (self._answer_health() if operation is None else self._answer(message, operation))
        except Problem as problem:
            (body, headers), error = encode_problem(problem), problem.code
        except Exception as unexpected:  # Whatever it was, the hub gets an answer and the log no words of it.
            log.error("unexpected %s", type(unexpected).__name__)
            (body, headers), error = encode_problem(Problem("adapter.failed")), "adapter.failed"
        endpoint.count(started, error)
        if message.reply:
            connection.publish(message.reply, body, headers)

    async def _answer_health(self) -> bytes:
        await _in_time(self._check_health(), HEALTH_SECONDS)
        return b"{}"

    async def _answer(self, message: Message, operation: str) -> bytes:
        if len(message.body) > MAX_REQUEST:
            raise Problem("request.invalid")
        question = read_question(message.body, operation, message.headers.get("fsc-transaction-id", ""))
        handler = self._handlers.get((operation, question.version, question.mode))
        if handler is None:
            raise Problem("operation.unknown")
        answer = await _in_time(handler(question), _timeout_of(message) / 1000)
        if question.mode == "content":
            answer["content"] = project(answer["content"], question.fields)
        return encode_answer(answer)

    async def _drain(self, connection: NatsConnection) -> None:
        connection.unsubscribe_all()
        if self._in_flight:
            await asyncio.wait(self._in_flight, timeout=FINISH_SECONDS)
        try:
            await connection.request(f"{self._root}.hub.drain", b"{}", DRAIN_SECONDS)
        except (NoResponders, asyncio.TimeoutError, ConnectionError):
            pass  # The hub finds out by itself.
        await connection.flush()
        connection.close()


async def _in_time(work: Awaitable, seconds: float):
    try:
        return await asyncio.wait_for(work, seconds)
    except asyncio.TimeoutError:
        raise Problem("exchange.deadline") from None


def _timeout_of(message: Message) -> float:
    try:
        timeout = float(message.headers["koppel-timeout-ms"])
    except (KeyError, ValueError):
        return DEFAULT_TIMEOUT_MS
    return timeout if 0 < timeout <= 120_000 else DEFAULT_TIMEOUT_MS
