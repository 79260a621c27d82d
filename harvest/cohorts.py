"""Cohorts: named sets of searches that say which studies belong."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from harvest.errors import ConfigError, UsageError

QUERY_AREAS = ("cond", "intr", "term", "titles", "id", "outc", "spons", "lead", "locn", "patient")


@dataclass(frozen=True)
class Search:
    """One search of the registry.

    Attributes:
        name: How `search_hits` calls it.
        parameters: Request parameters in fixed order, such as `(("query.cond", "fibromyalgia"),)`;
            none at all means every study.
    """

    name: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cohort:
    """A named union of searches.

    Attributes:
        description: What it is for, for people; nothing depends on it.
    """

    name: str
    searches: tuple[Search, ...]
    description: str = field(default="", compare=False)

    def as_dict(self) -> dict[str, object]:
        """The definition as written into manifests and the data folder: what decides the data."""
        return {
            "name": self.name,
            "searches": [{"name": s.name, **dict(s.parameters)} for s in self.searches],
        }


# Phrases that contain naltrexone, and brand names; never the bare letters LDN, which also stand
# for LDN-193189, land degradation neutrality and low-density neutrophils. The registry answers
# 400 to more than about 13 terms.
NALTREXONE = (
    'naltrexone OR "low dose naltrexone" OR "low-dose naltrexone" '
    "OR Revia OR Vivitrol OR Depade OR Contrave OR Lodonal"
)

BUILT_IN = {
    cohort.name: cohort
    for cohort in (
        Cohort(
            "ldn-fibromyalgia",
            (
                Search("fibromyalgia", (("query.cond", "fibromyalgia"),)),
                Search("naltrexone", (("query.intr", NALTREXONE),)),
            ),
        ),
        Cohort("all", (Search("all"),)),
    )
}
DEFAULT = "ldn-fibromyalgia"
IMPORTED = Cohort("imported", ())


def find_cohort(name_or_file: str) -> Cohort:
    """A built-in cohort by name, or one from a TOML file.

    The file names the cohort and lists its searches::

        name = "my-cohort"
        description = "CRPS, for the review of 2027"  # optional
        [[searches]]
        name = "crps"
        cond = "complex regional pain syndrome"

    Raises:
        UsageError: Neither a built-in name nor an existing file.
        ConfigError: A file that is not valid TOML or not a cohort.
    """
    if name_or_file in BUILT_IN:
        return BUILT_IN[name_or_file]
    path = Path(name_or_file)
    if not _is_file(path):
        raise UsageError(
            f"Unknown cohort {name_or_file!r}: give {', '.join(BUILT_IN)} or the path of a "
            "TOML file."
        )
    try:
        return _from_toml(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"Cohort file {path} is not valid TOML ({error}); mend it.") from error
    except OSError as error:
        raise ConfigError(f"Cannot read cohort file {path}: {error.strerror}.") from error
    except ValueError as error:
        raise ConfigError(f"Cohort file {path}: {error}") from error


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or with a zero byte
        return False


def _from_toml(document: dict[str, object]) -> Cohort:
    if unknown := set(document) - {"name", "description", "searches"}:
        raise ValueError(
            f"unknown key {sorted(unknown)[0]!r}; known are name, description and searches."
        )
    description = document.get("description", "")
    if not isinstance(description, str):
        raise ValueError("description must be a text.")  # noqa: TRY004 - as above
    name, searches = document.get("name"), document.get("searches")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError("name must be lower-case letters, digits and hyphens.")
    if name in BUILT_IN or name == IMPORTED.name:
        raise ValueError(f"the name {name!r} is taken by a built-in cohort; choose another.")
    if not isinstance(searches, list) or not searches:
        raise ValueError("at least one [[searches]] entry is needed.")
    found = tuple(_search(entry) for entry in searches)
    if len({search.name for search in found}) < len(found):
        raise ValueError("every search needs a name of its own.")
    return Cohort(name, found, description)


def _search(entry: object) -> Search:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise ValueError(  # noqa: TRY004 - it becomes a ConfigError with the file's name
            "every [[searches]] entry needs a name."
        )
    parameters = []
    for key, value in entry.items():
        if key == "name":
            continue
        if key not in (*QUERY_AREAS, "filter"):
            raise ValueError(
                f"unknown search key {key!r}; known are {', '.join(QUERY_AREAS)}, filter."
            )
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"search key {key!r} must be a text that is not empty.")
        parameters.append(("filter.advanced" if key == "filter" else f"query.{key}", value))
    if not parameters:
        raise ValueError(f"search {entry['name']!r} has no query; give one such as cond or intr.")
    return Search(entry["name"], tuple(parameters))
