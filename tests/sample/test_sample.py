"""The bundled sample: readable, marked as what it is, and holding every case it is there for."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from harvest import sample
from harvest.record import codes
from harvest.record.study import Study

FOLDER = Path(sample.__file__).parent
SPEC = Path(__file__).parents[3] / "shared" / "registry-api" / "openapi-2.0.5.yaml"
RECORDS = sample.records()
STUDIES = {nct: msgspec.json.decode(record, type=Study) for nct, record in RECORDS.items()}
RAW = {nct: json.loads(record) for nct, record in RECORDS.items()}
INVENTED = sorted(nct for nct in RECORDS if nct.startswith("NCT99"))
REAL = sorted(set(RECORDS) - set(INVENTED))
# Their sources do not say on which day results were first posted.
POSTING_DAY_UNKNOWN = {"NCT00129246", "NCT01874951", "NCT03660475", "NCT04052139", "NCT04935931"}
TYPES = {code: code.replace("_", " ").title() for code in get_args(codes.InterventionType)}


def texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


def protocol(nct: str) -> dict[str, Any]:
    return RAW[nct]["protocolSection"]


def interventions(study: Study) -> str:
    """Names and other names of a study's interventions, in one lower-case line."""
    found = study.protocolSection.armsInterventionsModule.interventions
    return " | ".join(name for i in found for name in (i.name or "", *i.otherNames)).lower()


def conditions(study: Study) -> str:
    return " | ".join(study.protocolSection.conditionsModule.conditions).lower()


# ------------------------------------------------------------------ the set as a whole


def test_there_is_enough_of_it():
    assert len(RECORDS) >= 45
    assert sum(study.hasResults is True for study in STUDIES.values()) >= 6
    assert list(RECORDS) == sorted(RECORDS)
    assert len(RECORDS) == len(list(FOLDER.glob("studies/*")))


def test_the_data_timestamp_is_that_of_the_records():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", sample.DATA_TIMESTAMP)
    versions = {study.derivedSection.miscInfoModule.versionHolder for study in STUDIES.values()}
    assert versions == {sample.DATA_TIMESTAMP[:10]}


def test_records_are_compact_and_keep_the_order_of_the_files():
    for nct, record in RECORDS.items():
        text = (FOLDER / "studies" / f"{nct}.json").read_text(encoding="utf-8")
        assert json.dumps(json.loads(text), separators=(",", ":"), ensure_ascii=False) == (
            record.decode()
        )


def test_it_does_not_depend_on_the_working_directory(tmp_path):
    script = "from harvest import sample; print(len(sample.records()))"
    shown = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert int(shown.stdout) == len(RECORDS)


def test_the_readme_lists_every_study_once():
    listed = re.findall(r"^\| (NCT\d{8}) \|", (FOLDER / "README.md").read_text("utf-8"), re.M)
    assert sorted(listed) == list(RECORDS)


# ------------------------------------------------------------------ every record


@pytest.mark.parametrize("nct", RECORDS)
def test_a_record_is_named_after_its_study(nct):
    assert STUDIES[nct].nct_id == nct


@pytest.mark.parametrize("nct", RECORDS)
def test_a_record_has_results_where_it_says_so(nct):
    has_section = "resultsSection" in RAW[nct]
    assert STUDIES[nct].hasResults is has_section
    posted = STUDIES[nct].protocolSection.statusModule.resultsFirstPostDateStruct.date
    assert (posted is not None) is (has_section and nct not in POSTING_DAY_UNKNOWN)


@pytest.mark.parametrize("nct", RECORDS)
def test_a_record_is_marked_as_a_sample(nct):
    summary = protocol(nct)["descriptionModule"]["briefSummary"]
    last = summary.rsplit("\n", 1)[-1]
    assert last.startswith("Sample record written for the harvest project")
    assert last.endswith(
        "in no registry." if nct in INVENTED else "not a copy of the registry entry."
    )


@pytest.mark.parametrize("nct", INVENTED)
def test_an_invented_study_says_so(nct):
    assert nct >= "NCT99000001"
    assert protocol(nct)["identificationModule"]["briefTitle"].startswith("Invented study: ")
    assert protocol(nct)["descriptionModule"]["briefSummary"].startswith("Invented study")


@pytest.mark.parametrize("nct", REAL)
def test_a_real_trial_names_no_contact(nct):
    where = STUDIES[nct].protocolSection.contactsLocationsModule
    assert not where.centralContacts
    assert not any(site.contacts for site in where.locations)
    contact = STUDIES[nct].resultsSection.moreInfoModule.pointOfContact
    assert (contact.title, contact.email, contact.phone) == (None, None, None)
    everything = "\n".join(texts(RAW[nct]))
    assert "@" not in everything
    assert "invented" not in everything.lower()


@pytest.mark.parametrize("nct", INVENTED)
def test_an_invented_contact_cannot_be_reached(nct):
    everything = "\n".join(texts(RAW[nct]))
    assert set(re.findall(r"@(\S+)", everything)) <= {"example.org"}
    phones = re.findall(r'"phone":"([^"]*)"', RECORDS[nct].decode())
    assert all(re.fullmatch(r"555-01\d\d", phone) for phone in phones)


@pytest.mark.parametrize("nct", RECORDS)
def test_arms_and_interventions_name_each_other(nct):
    module = STUDIES[nct].protocolSection.armsInterventionsModule
    named = {f"{TYPES[i.type or '']}: {i.name}" for i in module.interventions}
    labels = {arm.label for arm in module.armGroups}
    for arm in module.armGroups:
        assert set(arm.interventionNames) <= named
    for intervention in module.interventions:
        assert set(intervention.armGroupLabels) <= labels
        if labels:
            assert intervention.armGroupLabels, "used by no arm"


@pytest.mark.parametrize("nct", RECORDS)
def test_result_groups_are_declared(nct):
    results = STUDIES[nct].resultsSection
    flow = results.participantFlowModule
    ids = {group.id for group in flow.groups}
    for period in flow.periods:
        counts: dict[str | None, dict[str | None, int]] = {}
        for milestone in period.milestones:
            for reached in milestone.achievements:
                assert reached.groupId in ids
                counts.setdefault(milestone.type, {})[reached.groupId] = int(
                    reached.numSubjects or ""
                )
        for group, lost in counts.get("NOT COMPLETED", {}).items():
            assert counts["STARTED"][group] - counts["COMPLETED"][group] == lost
            reasons = [r for d in period.dropWithdraws for r in d.reasons if r.groupId == group]
            assert not reasons or sum(int(r.numSubjects or "") for r in reasons) == lost
    for module in (
        results.baselineCharacteristicsModule,
        *results.outcomeMeasuresModule.outcomeMeasures,
    ):
        ids = {group.id for group in module.groups}
        used = set(re.findall(r'"groupId":"(\w+)"', msgspec.json.encode(module).decode()))
        assert used <= ids
    events = results.adverseEventsModule
    ids = {group.id for group in events.eventGroups}
    assert {s.groupId for e in (*events.seriousEvents, *events.otherEvents) for s in e.stats} <= ids


@pytest.mark.real
def test_records_fit_the_registrys_own_schema():
    if not SPEC.exists():
        pytest.skip(f"the registry's OpenAPI document is not beside the checkout ({SPEC})")
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    components = yaml.safe_load(SPEC.read_text("utf-8"))["components"]
    validator = jsonschema.Draft202012Validator(
        {"$ref": "#/components/schemas/Study", "components": components},
        format_checker=jsonschema.FormatChecker(),
    )
    faults = [
        f"{nct} {error.json_path}: {error.message}"
        for nct, record in RAW.items()
        for error in validator.iter_errors(record)
    ]
    assert not faults


# ------------------------------------------------------------------ the cases


def in_text(nct: str, *parts: str) -> bool:
    whole = "\n".join(texts(protocol(nct)["armsInterventionsModule"]))
    whole += "\n" + (protocol(nct)["descriptionModule"].get("detailedDescription") or "")
    return all(part in whole for part in parts)


def any_study(predicate: Callable[[Study], object]) -> bool:
    return any(predicate(study) for study in STUDIES.values())


def any_outcome(predicate: Callable[[Any], object]) -> bool:
    return any_study(
        lambda s: any(map(predicate, s.resultsSection.outcomeMeasuresModule.outcomeMeasures))
    )


def any_cell(predicate: Callable[[Any], object]) -> bool:
    return any_outcome(
        lambda o: any(
            predicate(cell)
            for one in o.classes
            for category in one.categories
            for cell in category.measurements
        )
    )


def any_analysis(predicate: Callable[[Any], object]) -> bool:
    return any_outcome(lambda o: any(map(predicate, o.analyses)))


def status(study: Study) -> Any:
    return study.protocolSection.statusModule


def design(study: Study) -> Any:
    return study.protocolSection.designModule


def repeats(values: list[object]) -> bool:
    return any(count > 1 for count in Counter(values).values())


def eligibility(nct: str) -> Any:
    return STUDIES[nct].protocolSection.eligibilityModule


CASES: dict[str, Callable[[], object]] = {
    # what must not count as low-dose naltrexone
    "methylnaltrexone": lambda: "methylnaltrexone" in interventions(STUDIES["NCT99000001"]),
    "LDN-193189": lambda: "ldn-193189" in interventions(STUDIES["NCT99000002"]),
    "low-density neutrophils with fibromyalgia": lambda: (
        "fibromyalgia" in conditions(STUDIES["NCT99000003"])
        and "LDN" in STUDIES["NCT99000003"].protocolSection.conditionsModule.keywords
        and "naltrexone" not in RECORDS["NCT99000003"].decode().lower()
    ),
    "land degradation neutrality": lambda: b"land degradation" in RECORDS["NCT99000004"],
    "naloxone": lambda: "naloxone" in interventions(STUDIES["NCT99000014"]),
    "nalmefene": lambda: "nalmefene" in interventions(STUDIES["NCT99000015"]),
    "naltrexone 50 mg for alcohol": lambda: in_text("NCT99000020", "25 mg for three days; 50 mg"),
    "a 50 mg probe in fibromyalgia": lambda: (
        "fibromyalgia" in conditions(STUDIES["NCT99000005"])
        and in_text("NCT99000005", "naltrexone 50 mg", "washout")
    ),
    "depot": lambda: in_text("NCT00678418", "380 mg", "every 4 weeks"),
    "implant and placebo implant": lambda: in_text(
        "NCT01101815", "placebo naltrexone implant", "50 mg"
    ),
    "fixed combination": lambda: in_text("NCT02638129", "8 mg/bupropion HCl 90 mg"),
    "eye drops": lambda: in_text("NCT03660475", "0.002%", "BID for 29 days"),
    "cream": lambda: in_text("NCT99000016", "naltrexone cream 1%"),
    "per 70 kg": lambda: in_text("NCT00743145", "12 mg/70 kg"),
    "alternatives with a zero": lambda: in_text("NCT00403117", "0, 12, 25, 50, 100 mg", "45 min"),
    "low-dose in the title, 25 mg": lambda: in_text("NCT00129246", "25 mg", "300 mg/day"),
    "very low dose": lambda: in_text("NCT00135759", "0.125 mg", "0.250 mg"),
    "ultra-low dose with oxycodone": lambda: in_text("NCT00734461", "0.0001 mg", "0.001 mg"),
    "no dose at all": lambda: not re.search(r"\d", interventions(STUDIES["NCT04935931"])),
    # doses that are
    "titration to 6 mg": lambda: in_text("NCT04270877", "1.5 mg", "3 mg", "4.5 mg", "6 mg"),
    "steps by weeks": lambda: in_text("NCT04678895", "1 capsule", "1.5 mg x 1 week"),
    "mg/kg with a cap": lambda: in_text("NCT00715117", "0.1 mg/kg", "at most 4.5 mg", "45 kg"),
    "twice a day": lambda: in_text("NCT01874951", "1 mg b.i.d."),
    "a range in the intervention only": lambda: (
        in_text("NCT00568555", "3-4.5 mg")
        and not any(
            re.search(r"\d", arm.get("description", ""))
            for arm in protocol("NCT00568555")["armsInterventionsModule"]["armGroups"]
        )
    ),
    "a dose in the name": lambda: "4.5 mg naltrexone" in interventions(STUDIES["NCT00501696"]),
    "the other drug's dose": lambda: in_text("NCT03970330", "4.5 mg", "5-15 mg"),
    "two drugs in one sentence": lambda: re.search(
        r"60 mg three times a day and naltrexone from 1.5 to 4.5 mg",
        protocol("NCT06366724")["descriptionModule"]["briefSummary"],
    ),
    "an active arm called Placebo/LDN": lambda: any(
        arm.label == "Placebo/LDN" and arm.type == "EXPERIMENTAL"
        for arm in STUDIES["NCT06366724"].protocolSection.armsInterventionsModule.armGroups
    ),
    "micrograms and a decimal comma": lambda: in_text(
        "NCT99000019", "1,5 mg", "3000 mcg", "4500 \u00b5g"
    ),
    "'low dose' below 20 mg": lambda: in_text("NCT05307627", "<20 mg/day"),
    # fibromyalgia without naltrexone
    **{
        f"fibromyalgia and {word}": lambda nct=nct, word=word: (
            "fibromyalgia" in conditions(STUDIES[nct])
            and word in RECORDS[nct].decode().lower()
            and "naltrexone" not in interventions(STUDIES[nct])
        )
        for nct, word in {
            "NCT00830167": "pregabalin",
            "NCT99000009": "duloxetine",
            "NCT99000013": "milnacipran",
            "NCT99000011": "exercise",
            "NCT99000012": "tdcs",
            "NCT00321451": "cognitive behavioral therapy",
            "NCT99000007": "registry",
        }.items()
    },
    # fields that surprise
    "conditions name a design": lambda: (
        STUDIES["NCT04739995"].protocolSection.conditionsModule.conditions
        == ("Randomized Controlled Trial",)
    ),
    "minimum age 8 Years": lambda: eligibility("NCT04502251").minimumAge == "8 Years",
    "ages in weeks and months": lambda: (
        (eligibility("NCT99000014").minimumAge, eligibility("NCT99000014").maximumAge)
        == ("6 Weeks", "18 Months")
    ),
    "ages in days": lambda: eligibility("NCT99000019").minimumAge == "6570 Days",
    "withdrawn with nobody": lambda: any_study(
        lambda s: status(s).overallStatus == "WITHDRAWN" and design(s).enrollmentInfo.count == 0
    ),
    "unknown with a last known status": lambda: any_study(
        lambda s: status(s).overallStatus == "UNKNOWN" and status(s).lastKnownStatus
    ),
    "withheld": lambda: status(STUDIES["NCT99000006"]).overallStatus == "WITHHELD",
    "every status of a trial": lambda: (
        {status(s).overallStatus for s in STUDIES.values()}
        >= {
            "ACTIVE_NOT_RECRUITING",
            "COMPLETED",
            "ENROLLING_BY_INVITATION",
            "NOT_YET_RECRUITING",
            "RECRUITING",
            "SUSPENDED",
            "TERMINATED",
            "WITHDRAWN",
            "AVAILABLE",
            "WITHHELD",
            "UNKNOWN",
        }
    ),
    "sentinel enrolment": lambda: any_study(lambda s: design(s).enrollmentInfo.count == 99_999_999),
    "enrolment without type": lambda: any_study(
        lambda s: design(s).enrollmentInfo.count and not design(s).enrollmentInfo.type
    ),
    "an intervention twice": lambda: any_study(
        lambda s: repeats(
            [(i.type, i.name) for i in s.protocolSection.armsInterventionsModule.interventions]
        )
    ),
    "an arm label twice": lambda: any_study(
        lambda s: repeats([a.label for a in s.protocolSection.armsInterventionsModule.armGroups])
    ),
    "alias numbers": lambda: any_study(
        lambda s: s.protocolSection.identificationModule.nctIdAliases
    ),
    "observational arms without type": lambda: any_study(
        lambda s: (
            design(s).studyType == "OBSERVATIONAL"
            and s.protocolSection.armsInterventionsModule.armGroups
            and not s.protocolSection.armsInterventionsModule.armGroups[0].type
        )
    ),
    "expanded access": lambda: any_study(
        lambda s: (
            design(s).studyType == "EXPANDED_ACCESS" and design(s).expandedAccessTypes.individual
        )
    ),
    "expanded access beside a trial": lambda: any_study(
        lambda s: status(s).expandedAccessInfo.nctId in RECORDS
    ),
    "patient registry": lambda: any_study(
        lambda s: design(s).patientRegistry and design(s).targetDuration
    ),
    "phase absent, NA, two": lambda: (
        {design(s).phases for s in STUDIES.values()}
        >= {(), ("NA",), ("PHASE1", "PHASE2"), ("PHASE2", "PHASE3"), ("EARLY_PHASE1",)}
    ),
    "every model": lambda: (
        {design(s).designInfo.interventionModel for s in STUDIES.values()}
        >= {"SINGLE_GROUP", "PARALLEL", "CROSSOVER", "FACTORIAL", "SEQUENTIAL", None}
    ),
    "day, month and year dates": lambda: (
        {len(status(s).startDateStruct.date or "") for s in STUDIES.values()} >= {0, 4, 7, 10}
    ),
    "markdown escapes": lambda: "\\>=" in (eligibility("NCT99000009").eligibilityCriteria or ""),
    "text and fields at odds": lambda: (
        design(STUDIES["NCT99000022"]).designInfo.interventionModel == "SINGLE_GROUP"
        and b"randomized, double-blind" in RECORDS["NCT99000022"]
    ),
    "documents": lambda: any_study(
        lambda s: len(s.documentSection.largeDocumentModule.largeDocs) > 1
    ),
    "links": lambda: any_study(lambda s: s.protocolSection.referencesModule.seeAlsoLinks),
    "data sets": lambda: any_study(lambda s: s.protocolSection.referencesModule.availIpds),
    "a retraction": lambda: any_study(
        lambda s: any(r.retractions for r in s.protocolSection.referencesModule.references)
    ),
    "every kind of reference": lambda: (
        {r.type for s in STUDIES.values() for r in s.protocolSection.referencesModule.references}
        == {"BACKGROUND", "RESULT", "DERIVED"}
    ),
    "sharing of data": lambda: (
        {s.protocolSection.ipdSharingStatementModule.ipdSharing for s in STUDIES.values()}
        == {"YES", "NO", "UNDECIDED", None}
    ),
    "secondary ids of every type": lambda: (
        {
            i.type
            for s in STUDIES.values()
            for i in s.protocolSection.identificationModule.secondaryIdInfos
        }
        >= set(get_args(codes.SecondaryIdType))
    ),
    "WHO and ANZCTR numbers": lambda: all(
        part in RECORDS["NCT99000018"] for part in (b"U1111-", b"ACTRN")
    ),
    "annotations": lambda: any_study(
        lambda s: (
            s.annotationSection.annotationModule.unpostedAnnotation.unpostedEvents
            and s.annotationSection.annotationModule.violationAnnotation.violationEvents
        )
    ),
    "tracking of submissions": lambda: any_study(
        lambda s: s.derivedSection.miscInfoModule.submissionTracking.submissionInfos
    ),
    "a removed country": lambda: any_study(
        lambda s: s.derivedSection.miscInfoModule.removedCountries
    ),
    "a certificate of delay": lambda: any_study(lambda s: status(s).dispFirstPostDateStruct.date),
    "map points, and a site without": lambda: any_study(
        lambda s: (
            len(
                {
                    x.geoPoint.lat is None
                    for x in s.protocolSection.contactsLocationsModule.locations
                }
            )
            == 2
        )
    ),
    "foreign letters": lambda: "Zażółć gęślą jaźń; smørrebrød" in RECORDS["NCT99000018"].decode(),
    "contacts to leave out": lambda: any_study(
        lambda s: s.protocolSection.contactsLocationsModule.centralContacts
    ),
    "derived terms": lambda: any_study(
        lambda s: (
            s.derivedSection.conditionBrowseModule.ancestors
            and s.derivedSection.interventionBrowseModule.ancestors
        )
    ),
    # results
    "flow in several periods": lambda: (
        len(STUDIES["NCT99000010"].resultsSection.participantFlowModule.periods) == 3
        and len(STUDIES["NCT00678418"].resultsSection.participantFlowModule.periods) == 2
    ),
    "baseline by class and category": lambda: any_study(
        lambda s: any(
            len(m.classes) > 1 and len(m.classes[0].categories) > 1
            for m in s.resultsSection.baselineCharacteristicsModule.measures
        )
    ),
    "means with SD": lambda: any_outcome(lambda o: o.dispersionType == "Standard Deviation"),
    "medians with quartiles": lambda: any_outcome(
        lambda o: o.dispersionType == "Inter-Quartile Range"
    ),
    "counts": lambda: any_outcome(lambda o: o.paramType == "COUNT_OF_PARTICIPANTS"),
    "percentages": lambda: any_outcome(lambda o: o.unitOfMeasure == "percentage of participants"),
    "NA with a comment": lambda: any_cell(lambda c: c.value == "NA" and c.comment),
    "a thousands comma": lambda: any_cell(lambda c: "," in (c.value or "")),
    "a bare decimal point": lambda: any_cell(
        lambda c: (c.upperLimit or "").startswith((".", "-."))
    ),
    "p below a bound": lambda: any_analysis(lambda a: a.pValue == "<0.001"),
    "p with a space, p with a sign": lambda: (
        any_analysis(lambda a: a.pValue == "< 0.05") and any_analysis(lambda a: a.pValue == "=0.02")
    ),
    "a 95 % and a 90 % interval": lambda: (
        any_analysis(lambda a: a.ciPctValue == "95")
        and any_analysis(lambda a: a.ciPctValue == "90")
    ),
    "an outcome not posted": lambda: any_outcome(lambda o: o.reportingStatus == "NOT_POSTED"),
    "units that are no people": lambda: any_outcome(lambda o: len(o.denoms) == 2),
    "every kind of outcome": lambda: all(
        any_outcome(lambda o, kind=kind: o.type == kind)
        for kind in get_args(codes.OutcomeMeasureType)
    ),
    "serious and other events": lambda: any_study(
        lambda s: (
            s.resultsSection.adverseEventsModule.seriousEvents
            and s.resultsSection.adverseEventsModule.otherEvents
        )
    ),
    "events counted, or not": lambda: (
        len(
            {
                stat.numEvents is None
                for e in STUDIES["NCT99000009"].resultsSection.adverseEventsModule.otherEvents
                for stat in e.stats
            }
        )
        == 2
    ),
    "results without adverse events": lambda: any_study(
        lambda s: s.hasResults and not s.resultsSection.adverseEventsModule.eventGroups
    ),
    "limitations, agreement, contact": lambda: any_study(
        lambda s: (
            s.resultsSection.moreInfoModule.limitationsAndCaveats.description
            and s.resultsSection.moreInfoModule.certainAgreement.restrictiveAgreement
            and s.resultsSection.moreInfoModule.pointOfContact.phone
        )
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_sample_holds_the_case(case):
    assert CASES[case]()
