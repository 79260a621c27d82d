from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from harvest.errors import ConfigError
from harvest.settings import LIVE_REGISTRY, Settings, read_settings


def from_toml(folder: Path, text: str) -> Settings:
    path = folder / "harvest.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path, {})


def test_without_anything_the_defaults_hold() -> None:
    assert read_settings(None, {}) == Settings()
    assert Settings().registry == LIVE_REGISTRY


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "harvest.toml"
    path.write_text('tries = 3\nuser_agent = "me"\n')
    found = read_settings(path, {"HARVEST_TRIES": "4", "HARVEST_DATA": "x", "PATH": "y"})
    assert (found.tries, found.user_agent) == (4, "me")


def test_every_setting_can_be_given_by_either_way(tmp_path: Path) -> None:
    for field in fields(Settings):
        is_text = isinstance(field.default, str)
        words = {"history": "all", "report": "never"}
        value = words.get(field.name, "https://host/text") if is_text else "7"
        toml = f"{field.name} = {value!r}\n" if is_text else f"{field.name} = {value}\n"
        expected = type(field.default)(value)
        variables = {f"HARVEST_{field.name.upper()}": value}
        assert getattr(read_settings(None, variables), field.name) == expected
        assert getattr(from_toml(tmp_path, toml), field.name) == expected


@pytest.mark.parametrize("text", ["tries = ", "tries", "[tries", 'tries = "a'])
def test_broken_toml_is_a_configuration_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"harvest\.toml is not valid TOML.*mend it"):
        from_toml(tmp_path, text)


def test_toml_in_another_encoding_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "harvest.toml").write_bytes(b'user_agent = "\xff"')
    with pytest.raises(ConfigError, match="not valid TOML"):
        read_settings(tmp_path / "harvest.toml", {})


def test_a_file_that_cannot_be_read_is_a_configuration_error(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.toml", tmp_path):
        with pytest.raises(ConfigError, match="Cannot read settings file"):
            read_settings(path, {})


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbftries = 3")
    assert read_settings(tmp_path / "bom.toml", {}).tries == 3


@pytest.mark.parametrize("text", ["retries = 3", "[registry]\nurl = 'x'", "Tries = 3"])
def test_an_unknown_key_is_named_with_those_that_are_known(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"known are registry, .*|must be a text"):
        from_toml(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    ["tries = true", "tries = []", "tries = 'many'", "pace_seconds = 'x'", "registry = false"],
)
def test_a_value_of_the_wrong_type_is_a_configuration_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match="must be a"):
        from_toml(tmp_path, text)


@pytest.mark.parametrize(
    "values",
    [
        {"tries": 0},
        {"page_size": 0},
        {"page_size": 1001},
        {"pace_seconds": -1.0},
        {"retry_seconds": -0.1},
        {"connect_seconds": 0.0},
        {"read_seconds": -1.0},
        {"answer_seconds": 0.0},
        {"run_seconds": 0.0},
    ],
)
def test_values_that_cannot_work_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ConfigError, match=next(iter(values))):
        Settings(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["pace_seconds", "read_seconds", "run_seconds"])
def test_a_number_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ConfigError):
        read_settings(None, {f"HARVEST_{name.upper()}": "nan"})


def test_an_endless_whole_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        from_toml(tmp_path, "tries = inf")


def test_a_fraction_is_no_whole_number(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        from_toml(tmp_path, "tries = 2.9")


def test_a_key_that_python_knows_is_unknown_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        from_toml(tmp_path, "__doc__ = 'x'")


@pytest.mark.parametrize(
    "url",
    ["http://hc.example/secret", "ftp://hc.example/secret", "secret", "https://", "https://h:x/secret",
     "http://127.0.0.1.example/secret", "https://h/secret x", "https://[/secret"],
)  # fmt: skip
def test_a_ping_goes_only_where_nobody_can_listen_and_its_address_is_not_told(url: str) -> None:
    with pytest.raises(ConfigError, match="HARVEST_PING_URL") as raised:
        Settings(ping_url=url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["https://h/x", "http://127.0.0.1:8/x", "http://[::1]/x"])
def test_a_ping_goes_over_https_or_to_this_machine(url: str) -> None:
    assert Settings(ping_url=url).ping_url == url
