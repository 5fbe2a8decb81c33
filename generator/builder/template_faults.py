"""What is wrong in a template, and where: a theme of one's own has some."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import jinja2

_SUFFIX = ".html"


class TemplateFaultError(Exception):
    """A template cannot be rendered; the message says where and why."""


def fault_of_template(error: Exception) -> str | None:
    """The place in a template and what is wrong there; None if the error is of another kind.

    What went wrong in a function that a template called is no fault of the template.
    """
    if isinstance(error, TemplateFaultError):
        return str(error)
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (
            f"{error.filename or error.name}:{error.lineno}: {error.message}; correct the template"
        )
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{each.filename}:{each.lineno}" for each in frames if _is_template(each)]
    if not isinstance(error, jinja2.TemplateError) and not (frames and _is_template(frames[-1])):
        return None
    said = str(error) or type(error).__name__
    if isinstance(error, jinja2.TemplateNotFound):
        said = f"`{error.name}` is not in the theme"
    return ": ".join([*places[-1:], f"{said}; correct the template"])


@contextmanager
def placed() -> Iterator[None]:
    """Raises TemplateFaultError for what goes wrong in a template: one that is sent from another
    process still says where, which a traceback does not.
    """
    try:
        yield
    except Exception as error:
        if told := fault_of_template(error):
            raise TemplateFaultError(told) from error
        raise


def _is_template(frame: traceback.FrameSummary) -> bool:
    return frame.filename.endswith(_SUFFIX)
