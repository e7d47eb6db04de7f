"""Mosquitto as a supervised child: started, watched, started again when it dies, ended with us whatever ends us."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Self

import structlog

from pilotwire.mqtt.error import BrokerFailed
from pilotwire.mqtt.login import Login

log = structlog.get_logger("pilotwire.mqtt")

PATH = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))  # not in a user's PATH
START_S, STOP_S = 10.0, 3.0
POLL_S = 0.02
FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 10.0
STABLE_S = 10.0
NOBODY = "65534"  # Debian policy 9.2.2: nobody and nogroup

# A slow subscriber loses messages above max_queued_messages; 1000 is less than one picture of a large station.
CONFIG = """\
listener {port} {host}
allow_anonymous {anonymous}
persistence false
max_queued_messages 10000
max_packet_size 1048576
set_tcp_nodelay true
connection_messages false
log_dest stderr
log_type error
log_type warning
"""
HASH = "sha512"  # mosquitto_passwd writes $7$: PBKDF2 with SHA-512
ROUNDS, SALT_BYTES = 1000, 12


def is_installed() -> bool:
    """Mosquitto is there, and ``setpriv`` (util-linux), without which it could outlive us."""
    return None not in (_found("mosquitto"), _found("setpriv"))


def _found(program: str) -> str | None:
    return shutil.which(program, path=PATH)


class Mosquitto:
    """A Mosquitto at *host* and *port*, with a configuration of its own and nothing kept."""

    def __init__(self, host: str, port: int, login: Login | None = None) -> None:
        self._host, self._port, self._login = host, port, login
        self._process: Process | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._complaint = ""

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def __aenter__(self) -> Self:
        """Start it. Raises BrokerFailed if it does not accept connections."""
        try:
            await self._start()
        except BaseException:
            await self._end()
            raise
        self._supervisor = asyncio.create_task(self._supervise(), name="mosquitto")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._supervisor:
            self._supervisor.cancel()
        await self._end()

    async def _start(self) -> None:
        with ExitStack() as files:
            self._process = await self._spawned(files)
        self._complaint = ""
        self._listener = asyncio.create_task(self._listen(self._process), name="mosquitto's log")
        self._listener.add_done_callback(_forget)
        try:
            async with asyncio.timeout(START_S):
                await self._accepting(self._process)
        except TimeoutError:
            raise BrokerFailed(f"mosquitto does not answer at {self._host}:{self._port}") from None

    async def _spawned(self, files: ExitStack) -> Process:
        """The process, with files that are gone when nobody has them open."""
        config = CONFIG.format(host=self._host, port=self._port, anonymous=str(self._login is None).lower())
        passed = []
        if self._login is not None:
            passed.append(_memory(files, "passwords", password_line(self._login)))
            config += f"password_file /proc/self/fd/{passed[0]}\n"
        passed.append(_memory(files, "mosquitto.conf", config))
        return await asyncio.create_subprocess_exec(
            *_command(f"/proc/self/fd/{passed[-1]}"),
            pass_fds=passed,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=PIPE,
            start_new_session=True,
        )

    async def _listen(self, process: Process) -> None:
        """Its log is ours; the last line is why it failed, if it does."""
        assert process.stderr is not None
        with suppress(ValueError):  # a line without end
            async for line in process.stderr:
                self._complaint = line.decode(errors="replace").strip()
                log.warning("mosquitto", line=self._complaint)

    async def _accepting(self, process: Process) -> None:
        while True:
            with suppress(OSError):
                _, writer = await asyncio.open_connection(self._host, self._port)
                writer.close()
                if process.returncode is None:
                    return
            if process.returncode is not None:
                await asyncio.sleep(POLL_S)  # its last words
                raise BrokerFailed(f"mosquitto ended with {process.returncode}: {self._complaint or 'no word why'}")
            await asyncio.sleep(POLL_S)

    async def _supervise(self) -> None:
        clock, wait_s = asyncio.get_running_loop().time, FIRST_WAIT_S
        while True:
            since_s = clock()
            if self._process:
                ended = await self._process.wait()
                log.error("mosquitto died", status=ended, retry_s=wait_s)
            if clock() - since_s >= STABLE_S:
                wait_s = FIRST_WAIT_S
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)
            try:
                await self._start()
            except OSError as error:
                log.error("mosquitto cannot be started", error=str(error))
                await self._end_process()

    async def _end(self) -> None:
        """End the child, even if whoever waits for that is cancelled."""
        ending = asyncio.ensure_future(self._end_process())
        try:
            await asyncio.shield(ending)
        except asyncio.CancelledError:
            if self._process and self._process.returncode is None:
                self._process.kill()
            raise

    async def _end_process(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
            try:
                async with asyncio.timeout(STOP_S):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


def password_line(login: Login) -> str:
    """A line of a password file, as mosquitto_passwd writes it."""
    salt = os.urandom(SALT_BYTES)
    digest = hashlib.pbkdf2_hmac(HASH, login.password.encode(), salt, ROUNDS)
    coded = (base64.b64encode(part).decode() for part in (salt, digest))
    return f"{login.username}:$7${ROUNDS}${'$'.join(coded)}\n"


def _memory(files: ExitStack, name: str, text: str) -> int:
    """A file with *text* that is nowhere on the disk."""
    file = os.memfd_create(name)
    files.callback(os.close, file)
    os.write(file, text.encode())
    return file


def _command(config: str) -> list[str]:
    """The command line. The kernel kills the child when we die (prctl PR_SET_PDEATHSIG, set by setpriv).

    Mosquitto started by root would change its user, and with the user the kernel forgets that signal: so it gets its
    user first. A session of its own keeps a Ctrl-C in the terminal from it: we end it ourselves.
    """
    setpriv, mosquitto = _found("setpriv"), _found("mosquitto")
    if setpriv is None or mosquitto is None:
        raise BrokerFailed("mosquitto or setpriv is not installed")
    is_root = os.geteuid() == 0
    identity = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if is_root else []
    return [setpriv, *identity, "--pdeathsig=KILL", "--", mosquitto, "-c", config]


def _forget(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception():
        log.error("mosquitto's log is lost", error=str(task.exception()))
