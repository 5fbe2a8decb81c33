"""What may be wrong with a content folder: a fault of one file, or of the disk under all."""

from __future__ import annotations

from dataclasses import dataclass


class StoreError(Exception):
    """The store cannot be used at all: another run holds it, or the disk refuses."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file: where it is, and a sentence on what and what to do."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
