"""Python's collector of cycles, kept from going through millions of values that form none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New values after which the collector looks among them; by itself it does so after 700.
_SELDOM = 50_000


@contextmanager
def few_cycles() -> Iterator[None]:
    """Cycles are looked for seldom meanwhile, for few are made."""
    thresholds = gc.get_threshold()
    gc.set_threshold(_SELDOM, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)


@contextmanager
def no_cycles() -> Iterator[None]:
    """No cycles are looked for meanwhile, and what is made counts as old afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # Both together make all that is there old, without a look at it: else the collector
            # goes through it three times.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
