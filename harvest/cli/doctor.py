"""The command that tells why the registry does not answer."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import click

from harvest.cli.common import Context, data_option, json_option, show
from harvest.errors import NotPermitted, Refused, RegistryUnavailable
from harvest.registry.diagnose import Finding, diagnose
from harvest.registry.ladder import RUNGS
from harvest.settings import Settings

MARKS = {"ok": "ok", "bad": "NO", "odd": "!", "skipped": "-"}


@click.command()
@data_option
@click.option("--registry", help="Base address of the API instead of the settings'.")
@json_option
@click.pass_obj
def doctor(context: Context, data: Path, registry: str | None, as_json: bool) -> None:
    """Tell why the registry does not answer, and what to do.

    Looks at name, connection, certificate, clock and data folder, and asks for the registry's
    version in every honest way there is. Nothing is written.

    \b
    Examples:
      harvest doctor
      HARVEST_PROXY=http://proxy.example:3128 harvest doctor
    """
    settings = context.settings()
    if registry:
        settings = replace(settings, registry=registry)
    findings = [_folder(data), *diagnose(settings)]
    ways = [each for each in findings if each.step in RUNGS]
    working = [each.step for each in ways if each.verdict == "ok"]
    result = {
        "registry": settings.registry,
        "is_reachable": bool(working),
        "use": working[0] if working else None,
        "findings": [each._asdict() for each in findings],
    }
    show(result, _table(findings), as_json=as_json)
    if not working:
        raise _error(ways, settings)
    if findings[0].verdict == "bad":
        raise NotPermitted(f"{data} may not be written; check owner, mode and mount.")


def _folder(data: Path) -> Finding:
    place = next(each for each in (data, *data.absolute().parents) if each.exists())
    if os.access(place, os.W_OK):
        return Finding("data folder", "ok", f"{data} may be written", 0.0)
    return Finding("data folder", "bad", f"{place} may not be written", 0.0)


def _table(findings: list[Finding]) -> str:
    width = max(len(each.step) for each in findings)
    return "\n".join(
        f"{MARKS[each.verdict]:2}  {each.step:{width}}  {each.text}"
        + (f"  ({each.seconds:.1f} s)" if each.seconds >= 0.05 else "")
        for each in findings
    )


def _error(ways: list[Finding], settings: Settings) -> Refused | RegistryUnavailable:
    if all(each.text.endswith("refused (403)") for each in ways):
        return Refused(
            "The registry refuses every way of asking from this network. Try another network, a "
            "proxy (HARVEST_PROXY), or later; or download the studies and give the file to "
            "`harvest import`."
        )
    return RegistryUnavailable(
        f"No way of asking {settings.registry} works from here; the lines above with NO say why."
    )


COMMANDS = (doctor,)
