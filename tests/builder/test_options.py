"""What `mkdocs.yml` says of the plugin is taken at its word or refused."""

from __future__ import annotations

from generator.builder.plugin import PaperfeedPlugin


def test_an_unknown_option_is_an_error() -> None:
    errors, warnings = PaperfeedPlugin().load_config({"serach": False})
    assert [key for key, _ in errors] == ["serach"]
    assert not warnings


def test_the_known_options_are_taken() -> None:
    plugin = PaperfeedPlugin()
    assert plugin.load_config({"search": False}) == ([], [])
    assert plugin.config.search is False
