"""Who runs a study and where: sponsors, officials, locations."""

from __future__ import annotations

from typing import Literal

from harvest.record import codes
from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Table,
    code,
    label,
    nct_id,
    number,
    position,
    text,
)

STUDY = (ForeignKey(("nct_id",), "studies", ("nct_id",)),)
CONTACTS = "protocolSection.contactsLocationsModule."


class Sponsors(Table, name="sponsors"):
    """One row for each sponsor: the lead sponsor first, then collaborators."""

    each = (
        Each("protocolSection.sponsorCollaboratorsModule.leadSponsor", ("lead",)),
        Each("protocolSection.sponsorCollaboratorsModule.collaborators[]", ("collaborator",)),
    )
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position(RUNNING)
    role = label(Literal["lead", "collaborator"], "Lead sponsor or collaborator.")
    name_ = text("name", "Name, as registered.")
    agency_class = code(codes.AgencyClass, "class", "Kind of organisation.")


class Officials(Table, name="officials"):
    """One row for each person named as responsible for the study overall."""

    each = (Each(CONTACTS + "overallOfficials[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    name_ = text("name", "Name and degrees.")
    affiliation = text("affiliation", "Organisation.")
    role = code(codes.OfficialRole, "role", "Part in the study.")


class Locations(Table, name="locations"):
    """One row for each site.

    Known limits: sponsors add and remove sites while they recruit; the registry works the point
    out from city, state and country, so sites of one city share it. Contact persons are left out.
    """

    each = (Each(CONTACTS + "locations[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    facility = text("facility", "Name of the site.")
    status = code(codes.RecruitmentStatus, "status", "Recruitment status of the site.")
    city = text("city", "City.")
    state = text("state", "State or province.")
    zip_code = text("zip", "Postal code.")
    country = text("country", "Country.")
    latitude = number("geoPoint.lat", "Latitude, WGS 84.", unit="degrees", least=-90, most=90)
    longitude = number("geoPoint.lon", "Longitude, WGS 84.", unit="degrees", least=-180, most=180)
