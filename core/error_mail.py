"""Failures by mail to those who run the site (`ERROR_MAIL`): each kind seldom, all together not too many.

A letter says what failed, where and under which number the log has it; it holds no secret, for it is made of the log's
own line. The rule: of one kind one letter in a quarter of an hour, with how often it happened since the last; ten an
hour of all kinds. Counted for all processes of a machine, in one small file. Boundary: what a failure is, loggers say.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import math
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from core.logs import told

BETWEEN = 15 * 60
HOUR, MOST_AN_HOUR = 3600, 10
MOST_KINDS = 500
LONGEST_SUBJECT = 120
log = logging.getLogger("opis.mail")


class ErrorMail(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ERROR_MAIL:
            return
        try:
            line = told(record)
            times = may_send(_kind(record), time.time())
            if times:
                letter = letter_about(line, times)
                threading.Thread(target=_send, args=(letter,), name="error mail").start()
        except Exception:  # as Python's own handlers: what tells of a failure is never another one
            self.handleError(record)


def letter_about(line: dict[str, Any], times: int) -> EmailMessage:
    said = "\n".join(f"{name}: {value}" for name, value in line.items() if name != "trace")
    trace = "\n".join(f"    {frame}" for frame in line.get("trace", ()))
    often = f"This happened {times} times since the last letter about it.\n\n" if times > 1 else ""
    return EmailMessage(
        subject=f"Opis: {line['event']}"[:LONGEST_SUBJECT],
        body=f"{often}{said}\n{trace}\n\nThe log has more. No further letter about this within a quarter of an hour.\n",
        to=list(settings.ERROR_MAIL),
    )


def may_send(kind: str, now: float) -> int:
    """How often this kind has happened since the last letter about it; 0 when none may be sent now."""
    file = Path(settings.ERROR_MAIL_RECORD)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a+") as kept:
            fcntl.flock(kept, fcntl.LOCK_EX)
            kept.seek(0)
            sent = _Sent.read(kept.read())
            times = sent.count(kind, now)
            kept.truncate(0)
            kept.write(sent.written())
            return times
    except OSError:  # a full disk is what somebody wants a letter about
        return _in_memory.count(kind, now)


@dataclass(slots=True)
class _Sent:
    """When a letter was sent about each kind, how often that happened since, and when letters went at all."""

    at: dict[str, float] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)
    all: list[float] = field(default_factory=list)

    @classmethod
    def read(cls, text: str) -> _Sent:
        try:
            return cls(**json.loads(text)) if text else cls()
        except (ValueError, TypeError):
            return cls()

    def written(self) -> str:
        return json.dumps({"at": self.at, "since": self.since, "all": self.all})

    def count(self, kind: str, now: float) -> int:
        self._forget(now)
        times = self.since.get(kind, 0) + 1
        self.since[kind] = times
        if now - self.at.get(kind, -math.inf) < BETWEEN or len(self.all) >= MOST_AN_HOUR:
            return 0
        del self.since[kind]
        self.at[kind] = now
        self.all.append(now)
        return times

    def _forget(self, now: float) -> None:
        self.all = [at for at in self.all if now - at < HOUR]
        self.at = {kind: at for kind, at in self.at.items() if now - at < 24 * HOUR}
        if len(self.since) > MOST_KINDS:
            self.since.clear()


_in_memory = _Sent()


def _kind(record: logging.LogRecord) -> str:
    """Where it failed and how, not with which values."""
    parts = [record.name, str(record.msg), str(record.__dict__.get("status_code", ""))]
    if record.exc_info and record.exc_info[1]:
        error, trace = record.exc_info[1], record.exc_info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        parts += [type(error).__name__, f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""]
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()[:16]


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception as error:  # whatever a mail server may do; this thread has nobody else to tell
        log.warning("A letter about a failure could not be sent: %s", error)
