"""The keeper of the vault as a driver: does the work with certificates in a thread, and says what became of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from pilotwire.core.certificate import (
    Accept,
    CertificateId,
    CertificateWorkDone,
    Delete,
    DoCertificateWork,
    Hash,
    Install,
    List,
    Use,
    Work,
)
from pilotwire.core.command import Command
from pilotwire.core.event import Event
from pilotwire.core.incident import Incident
from pilotwire.core.keyring import Keyring, KeyringSeen, LookAtKeyring
from pilotwire.core.reply import Verdict
from pilotwire.core.signing import MakeRequest, RequestMade
from pilotwire.security.vault import Vault, write_private

if TYPE_CHECKING:
    from pilotwire.security.certificate import Certificate

log = structlog.get_logger("pilotwire.security")


@dataclass(frozen=True, slots=True)
class Policy:
    """``store_length`` roots at most; with ``root_check`` a new root has to be signed by the one it replaces.

    ``trusted_file`` has roots that a person named; we are ``common_name`` of ``organization`` (empty: any).
    """

    store_length: int = 16
    root_check: bool = False
    trusted_file: Path | None = None
    common_name: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one piece of work."""

    verdict: Verdict
    text: str = ""
    incident: Incident | None = None
    found: tuple[CertificateId, ...] = ()


class Keeper:
    """*policy* is asked for each time, for it follows the settings; *utc_s* is the time, None: nobody knows it."""

    def __init__(
        self,
        vault: Vault,
        say: Callable[[Event], None],
        policy: Callable[[], Policy] = Policy,
        utc_s: Callable[[], float | None] = time.time,
    ) -> None:
        self._vault, self._say, self._policy, self._utc_s = vault, say, policy, utc_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="keeper")
        self.root_in_use: str | None = None  # the name of the root by which the central system is trusted right now

    def close(self) -> None:
        """Finish what is being done."""
        self._thread.shutdown()

    def obey(self, command: Command) -> None:
        """Begin with it; the answer is an event."""
        self._do(lambda: self.answers(command))

    def look(self) -> None:
        """Say what there is."""
        self.obey(LookAtKeyring())

    def _do(self, work: Callable[[], tuple[Event, ...]]) -> None:
        loop = asyncio.get_running_loop()

        def told() -> None:
            for event in work():
                loop.call_soon_threadsafe(self._say, event)

        self._thread.submit(told)

    # -- in the thread

    def answers(self, command: Command) -> tuple[Event, ...]:
        """Do what *command* wants, however long it takes; what became of it."""
        match command:
            case DoCertificateWork():
                return self._worked(command)
            case MakeRequest():
                return (RequestMade(self._requested(command)),)
            case LookAtKeyring():
                return (KeyringSeen(self.keyring()),)
            case _:
                return ()

    def _worked(self, command: DoCertificateWork) -> tuple[Event, ...]:
        done = self.work(command.work)
        answer = CertificateWorkDone(command.job, done.verdict, done.text, done.incident, done.found)
        if done.verdict is not Verdict.ACCEPTED or isinstance(command.work, List):
            return (answer,)
        return (answer, KeyringSeen(self.keyring()))

    def work(self, work: Work) -> Done:
        """Do *work*; a disk that refuses, and any bug of ours, is a failure and nothing worse."""
        try:
            match work:
                case Install():
                    return self._install(work)
                case Delete():
                    return self._delete(work)
                case List():
                    return self._list(work)
                case Accept():
                    return self._accept(work)
        except OSError as error:
            log.error("the vault cannot be written", error=str(error))
            return Done(Verdict.FAILED, "the disk refuses")
        except Exception:
            log.exception("work with a certificate failed", work=type(work).__name__)
            return Done(Verdict.FAILED, "internal error")

    def _install(self, work: Install) -> Done:
        from pilotwire.security.certificate import BadCertificate, judge_root, read

        incident = Incident.INVALID_CSMS_CERTIFICATE if work.use is Use.CSMS else Incident.INVALID_FIRMWARE_CERTIFICATE
        try:
            certificates = read(work.pem)
            if len(certificates) != 1:
                raise BadCertificate(f"{len(certificates)} certificates instead of one")
            judge_root(certificates[0], self._utc_s())
        except BadCertificate as error:
            log.warning("root refused", use=work.use.value, reason=str(error))
            return Done(Verdict.REJECTED, str(error), incident)
        return self._installed(work.use, certificates[0])

    def _installed(self, use: Use, root: Certificate) -> Done:
        policy, vault = self._policy(), self._vault
        old = self.roots(use)
        if any(each.name == root.name for each in old):
            return Done(Verdict.ACCEPTED, f"{use.value} root was there")
        if use is Use.CSMS and policy.root_check and old:
            if not any(root.is_issued_by(each) for each in old):
                text = "not signed by the root it would replace"
                return Done(Verdict.REJECTED, text, Incident.INVALID_CSMS_CERTIFICATE)
            vault.replace_root(root.name, root.pem)
        elif vault.count() >= policy.store_length:
            return Done(Verdict.REJECTED, "no room for more roots")
        else:
            vault.add_root(use, root.name, root.pem)
        log.info("root installed", use=use.value, subject=root.raw.subject.rfc4514_string())
        return Done(Verdict.ACCEPTED, f"{use.value} root installed")

    def _delete(self, work: Delete) -> Done:
        from pilotwire.security.certificate import same

        for use in Use:
            for root, id in self._named(use, work.id.hash):
                if not same(id, work.id):
                    continue
                if use is Use.CSMS and root.name == self.root_in_use:
                    return Done(Verdict.FAILED, "the central system is trusted by it")  # M04.FR.06
                self._vault.remove_root(use, root.name)
                log.info("root deleted", use=use.value, subject=root.raw.subject.rfc4514_string())
                return Done(Verdict.ACCEPTED, f"{use.value} root deleted")
        is_own = any(same(id, work.id) for id in self._own_ids(work.id.hash))
        return Done(Verdict.FAILED if is_own else Verdict.NOT_FOUND)  # M04.FR.05

    def _list(self, work: List) -> Done:
        found = tuple(id for use in work.uses for _, id in self._named(use, Hash.SHA256))
        return Done(Verdict.ACCEPTED if found else Verdict.NOT_FOUND, found=found)

    def _named(self, use: Use, hash: Hash) -> tuple[tuple[Certificate, CertificateId], ...]:
        """The roots for *use*, each with its name; who signed one that is not its own issuer may be here too."""
        from pilotwire.security.certificate import id_of

        roots = self.roots(use)
        return tuple(
            (root, id_of(root, next((each for each in roots if root.is_issued_by(each)), root), hash, use))
            for root in roots
        )

    def _own_ids(self, hash: Hash) -> tuple[CertificateId, ...]:
        from pilotwire.security.certificate import id_of

        roots = self.roots(Use.CSMS)
        chains = (self._chain(path) for path in self._own())
        return tuple(
            id_of(chain[0], issuer, hash)
            for chain in chains
            for issuer in (*chain[1:], *roots)
            if chain[0].is_issued_by(issuer)
        )

    def _accept(self, work: Accept) -> Done:
        from pilotwire.security.certificate import BadCertificate, judge_chain, judge_subject, read

        policy = self._policy()
        try:
            chain = read(work.chain)
            if not chain:
                raise BadCertificate("no certificate")
            key = self._key_for(chain[0])
            judge_chain(chain, self._trusted(), self._utc_s())
            judge_subject(chain[0], policy.common_name, policy.organization)
        except BadCertificate as error:
            log.warning("certificate refused", reason=str(error))
            return Done(Verdict.REJECTED, str(error), Incident.INVALID_STATION_CERTIFICATE)
        text = key + "".join(each.pem for each in chain)
        write_private(self._vault.station / f"{chain[0].name}.pem", text)
        self._vault.pending_key.unlink(missing_ok=True)
        self._tidy()
        log.info("certificate accepted", subject=chain[0].raw.subject.rfc4514_string())
        return Done(Verdict.ACCEPTED, "certificate of the station")

    def _key_for(self, certificate: Certificate) -> str:
        """The key that was made for it; a certificate that comes once more finds its key where it lies already."""
        from pilotwire.security.certificate import BadCertificate, fits

        for path in (self._vault.pending_key, *self._own()):
            if path.exists() and fits(key := _key_in(path.read_text()), certificate):
                return key
        raise BadCertificate("not for a key of this station")

    def _tidy(self) -> None:
        """Old ones are kept as fallback for a while: the newest three (A02.FR.10)."""
        own = self._own()
        for path in sorted(own, key=lambda path: own[path].from_utc_s)[:-3]:
            path.unlink()

    def _trusted(self) -> tuple[Certificate, ...]:
        """By whom a certificate of ours may be signed: an installed root, or one that a person has named."""
        from pilotwire.security.certificate import read

        named = self._policy().trusted_file
        return self.roots(Use.CSMS) + (read(named.read_text()) if named is not None else ())

    def _requested(self, command: MakeRequest) -> str | None:
        from pilotwire.security.certificate import new_key, request

        try:
            key = new_key()
            made = request(key, command.common_name, command.organization)
            write_private(self._vault.pending_key, key)
        except Exception:
            log.exception("no request for a certificate could be made")
            return None
        return made

    # -- looking

    def roots(self, use: Use) -> tuple[Certificate, ...]:
        """The installed roots for *use*."""
        from pilotwire.security.certificate import read

        return tuple(each for pem in self._vault.roots(use) for each in read(pem))

    def keyring(self) -> Keyring:
        """What there is, as the core knows it."""
        has_root = bool(self._vault.roots(Use.CSMS)) or self._policy().trusted_file is not None
        own, now_s = self._own().values(), self._utc_s()
        begins = (each.from_utc_s for each in own if now_s is not None and each.from_utc_s > now_s)
        keyring = Keyring(has_root, next_utc_s=min(begins, default=None))
        newest = self.newest()
        if newest is None:
            return keyring
        first = self._chain(newest)[0]
        return replace(keyring, certificate=first.name[:16], until_utc_s=first.until_utc_s)

    def newest(self) -> Path | None:
        """The file of the certificate to show: the newest that is valid already (A02.FR.08, A02.FR.09)."""
        own, now_s = self._own(), self._utc_s()
        valid = [path for path, each in own.items() if now_s is None or each.is_valid(now_s)]
        return max(valid, key=lambda path: own[path].from_utc_s, default=None)

    def _own(self) -> dict[Path, Certificate]:
        """The station's certificates by their files; one that somebody has spoilt is as good as none."""
        found: dict[Path, Certificate] = {}
        for path in self._vault.own():
            try:
                found[path] = self._chain(path)[0]
            except (OSError, ValueError, IndexError) as error:
                log.error("a certificate of the station cannot be read", file=path.name, error=str(error))
        return found

    def _chain(self, path: Path) -> tuple[Certificate, ...]:
        from pilotwire.security.certificate import read

        text = path.read_text()
        return read(text[text.index("-----BEGIN CERTIFICATE") :])


def _key_in(text: str) -> str:
    """The private key at the beginning of *text*."""
    end = "-----END PRIVATE KEY-----\n"
    return text[: text.index(end) + len(end)]
