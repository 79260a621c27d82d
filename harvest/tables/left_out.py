"""Paths of a record that no table reads, each with the reason.

Together with the tables' own sources they account for every path of the record model; a test
holds the two against it. A path that is in none of them is not in the model either, and a record
that has it raises an issue row.
"""

from __future__ import annotations

PERSONAL = "personal data of contact persons: not for curated data; the registry has them, current"

LEFT_OUT: dict[str, str] = {
    "protocolSection.contactsLocationsModule.centralContacts[]": PERSONAL,
    "protocolSection.contactsLocationsModule.locations[].contacts[]": PERSONAL,
    "resultsSection.moreInfoModule.pointOfContact": PERSONAL,
    "derivedSection.miscInfoModule.modelPredictions": (
        "a machine's guess, served from November 2023 to January 2024 only and never documented"
    ),
}


def reason_for(path: str) -> str | None:
    """Why a path is left out, or None where it is not; the longest entry that covers it counts."""
    covering = [entry for entry in LEFT_OUT if path == entry or path.startswith(f"{entry}.")]
    return LEFT_OUT[max(covering, key=len)] if covering else None
