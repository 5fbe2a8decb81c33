"""What the project comes with is known as that; in a site of another name it need not be there."""

from __future__ import annotations

import pytest

from generator.hosting.health import OUR_NAME
from generator.hosting.settings import present
from generator.hosting.shipped import DESCRIPTION, are_shipped
from generator.topic_file import parse_topics
from tests.toy import ROOT


@pytest.mark.ours
def test_what_is_shipped_is_known() -> None:
    topics = parse_topics((ROOT / "content/topics.yml").read_text(encoding="utf-8"))
    slugs = [topic.slug for topic in topics]
    assert are_shipped(slugs), "write the new hash into generator/hosting/shipped.py"
    here = present((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert (here.name, here.description) == (OUR_NAME, DESCRIPTION)
    assert not are_shipped(slugs[1:])
    assert not are_shipped([])
