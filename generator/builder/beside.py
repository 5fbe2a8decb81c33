"""Work that is done beside other work, by a copy of this process where that can be had."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

#: Of Linux' prctl: which signal a process gets when its parent ends.
_PARENT_ENDS = 1


def can_be_had() -> bool:
    """Whether a copy of this process can be made, and has a processor of its own."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


class EndedError(RuntimeError):
    """A copy ended, or was killed, before its work was done."""


@contextmanager
def beside(work: Callable[[], T], *, copy: bool) -> Iterator[Callable[[], T]]:
    """Begin with `work` in a copy of this process; the block gets a function that waits for it.

    That gives what `work` gives, which has to be plain data, and raises what it raises, or
    EndedError if the copy is killed. Without a copy, or where none can be made, the work is done
    when it is waited for. What a copy changes in memory is not seen here; it must not print or log.
    """
    if not copy:
        yield work
        return
    reading, writing = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # Python warns of forks beside threads, for locks that these hold stay locked in the copy.
        # Ours show progress, feed a program and serve pages: the copy does none of that.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = _fork()
    if child is None:
        os.close(reading)
        os.close(writing)
        yield work
        return
    if child == 0:
        _work_and_exit(work, writing, parent)
    os.close(writing)

    def wait() -> Any:
        if os.getpid() != parent:  # a copy, which would take what the parent waits for
            raise RuntimeError("only the process that began this work may wait for it")
        return _result(pipe.read())

    try:
        with open(reading, "rb") as pipe:  # noqa: PTH123 - a handle, no path
            yield wait
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _fork() -> int | None:
    """The copy's number, in the copy 0; None if there is no memory for one."""
    try:
        return os.fork()
    except OSError:
        return None


def _work_and_exit(work: Callable[[], object], writing: int, parent: int) -> NoReturn:
    """What the copy does: never more than this, not even what would be done at the end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told as well, and ends this
        _end_with(parent)
        answer = _answer(work)
        with open(writing, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def _end_with(parent: int) -> None:
    """Let this process end when its parent is killed, for nobody wants then what it makes."""
    ctypes.CDLL(None).prctl(_PARENT_ENDS, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _answer(work: Callable[[], object]) -> bytes:
    try:
        return pickle.dumps((work(), None))
    except BaseException as error:
        with suppress(Exception):
            told = pickle.dumps((None, error))
            pickle.loads(told)  # noqa: S301 - our own
            return told
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))


def _result(answer: bytes) -> Any:
    try:
        given, error = pickle.loads(answer)  # noqa: S301 - our own process wrote it
    except (EOFError, pickle.UnpicklingError):  # nothing, or a part
        said = "a second process ended before its work was done; build again"
        raise EndedError(said) from None
    if error is not None:
        raise error
    return given
