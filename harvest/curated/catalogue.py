"""All tables as attributes, each with what it holds.

Written by `make docs` from the declarations; change those, not this file.
"""

from __future__ import annotations

from harvest.curated.handle import Handle, Handles


class Tables(Handles):
    """Every table: `tables()` lists them, `tables.studies` is one."""

    studies: Handle
    """One row for each study.

    Identity, status, dates, design, enrolment, eligibility, sponsor and flags, as the registry
    served them in the snapshot. A date is the first day of the period that the registry names,
    up to 30 days early where only a month is given: its `_precision` says so, its `_type`
    whether the event has happened. Texts are as served, with the registry's markup (backslash
    escapes, now and then HTML entities). A flag is null where the record does not say; the
    registry leaves some flags out where they are false.

    Known limits: status says nothing about publication; `enrollment` is the plan until
    `enrollment_type` is ACTUAL; in pandas `phase < "PHASE2"` includes NOT_APPLICABLE, the
    lowest.

    Key: nct_id.
    """

    search_hits: Handle
    """One row for each study and each search of the cohort that found it.

    Known limits: the registry searches with synonyms and broader terms, so a hit is a candidate.
    Empty where the records came from files.

    Key: nct_id, search.
    """

    sponsors: Handle
    """One row for each sponsor: the lead sponsor first, then collaborators.

    Key: nct_id, position.
    """

    conditions: Handle
    """One row for each condition that the sponsor named.

    Known limits: free text; some sponsors write anything here ("Randomized Controlled Trial").

    Key: nct_id, position.
    """

    keywords: Handle
    """One row for each keyword that the sponsor gave.

    Key: nct_id, position.
    """

    mesh_terms: Handle
    """One row for each MeSH term that the registry derived, and for each of its ancestors.

    Known limits: derived by the registry, again each night, without moving the update date; a
    term selects candidates and proves nothing (naltrexone's also marks fixed combinations and
    depot injections).

    Key: nct_id, position.
    """

    browse_terms: Handle
    """One row for each node of the registry's browse trees in which it placed the study.

    Known limits: the registry has served none since September 2025; records from before have
    them.

    Key: nct_id, position.
    """

    browse_branches: Handle
    """One row for each branch of the browse trees in which the registry placed the study.

    Known limits: as for browse_terms.

    Key: nct_id, position.
    """

    secondary_ids: Handle
    """One row for each further number of the study: other registries, grants, sponsors' own.

    `kind` goes by the form of the number where the form is known, because sponsors often choose
    another type; `type` is what they chose.

    Key: nct_id, position.
    """

    id_aliases: Handle
    """One row for each obsolete NCT number that now leads to this study.

    Key: nct_id, position.
    """

    references: Handle
    """One row for each publication cited in the record.

    Known limits: DERIVED ones are linked by the registry because the publication names the
    number; a RESULT may report another study.

    Key: nct_id, position.
    """

    retractions: Handle
    """One row for each retraction notice of a cited publication.

    Key: nct_id, position.
    """

    links: Handle
    """One row for each web page that the record points to.

    Key: nct_id, position.
    """

    available_data: Handle
    """One row for each data set or supporting document that the sponsor says is available.

    Key: nct_id, position.
    """

    documents: Handle
    """One row for each document posted with the study: protocol, analysis plan, consent form.

    Key: nct_id, position.
    """

    locations: Handle
    """One row for each site.

    Known limits: sponsors add and remove sites while they recruit; the registry works the point
    out from city, state and country, so sites of one city share it. Contact persons are left
    out.

    Key: nct_id, position.
    """

    officials: Handle
    """One row for each person named as responsible for the study overall.

    Key: nct_id, position.
    """

    results_submissions: Handle
    """One row for each time that results, not public yet, were sent to the registry.

    `unposted_events` mostly says the same in another form.

    Key: nct_id, position.
    """

    unposted_events: Handle
    """One row for each step of results that are not public: sent, taken back, returned.

    Key: nct_id, position.
    """

    violations: Handle
    """One row for each notice of a breach of the US duty to post.

    Key: nct_id, position.
    """

    removed_countries: Handle
    """One row for each country that once had sites and no longer has.

    Key: nct_id, position.
    """

    arms: Handle
    """One row for each registered arm (in observational studies: group or cohort).

    Known limits: labels repeat within a study; use the position. Observational groups have no
    type.

    Key: nct_id, position.
    """

    interventions: Handle
    """One row for each registered intervention.

    Known limits: type and name together repeat within a study; use the position.

    Key: nct_id, position.
    """

    intervention_names: Handle
    """One row for each other name of an intervention: brand, code, synonym.

    Key: nct_id, position.
    """

    arm_interventions: Handle
    """One row for each intervention of each arm.

    The registry links by label from both sides; labels repeat, so a link is by position here.

    Known limits: arms without an intervention (NO_INTERVENTION) and interventions of studies
    without arms have no row; use a left join.

    Key: nct_id, arm_position, intervention_position.
    """

    doses: Handle
    """One row for each dose statement: what one text says of one drug, arm by arm.

    Every drug intervention of every arm has a row at least, with or without an amount. A
    statement in an intervention's text stands once for each arm that has the intervention. Texts
    on the study as a whole have a row only where they give an amount of one of its drugs.

    Known limits: the reader serves any drug and is held to its accuracy on naltrexone and its
    look-alikes. Amounts without a stated frequency count as per day and are marked as assumed in
    `evidence`. For what an arm gets in the end, use `arm_period_doses`.

    Key: nct_id, position.
    """

    dose_steps: Handle
    """One row for each step of each dose statement that fixes its steps.

    Key: nct_id, dose_position, step_position.
    """

    arm_periods: Handle
    """One row for each period of each arm, in their order.

    Days count from the start of the arm's first treatment period; a run-in before it has a
    negative start. Lengths are as planned: week 7, month 365/12, year 365 days.

    Known limits: where the record tells of no periods, the arm has one treatment period, with
    its length if a text gives one. Studies without arms have a row without an arm.

    Key: nct_id, position.
    """

    arm_period_doses: Handle
    """One row for each drug of each period of each arm: what the arm gets, resolved.

    Of all statements on the drug one stands for the arm (`dose_position`, `why_it_won`); those
    that disagree are in `conflicts`. Mean and cumulative amounts are those of the plan, over the
    days of the period, or of the drug where the period's length is not told; why there are none
    is in `course_reason`.

    Known limits: the plan, not what was taken. A drug that no period of its arm names has one
    row without a period. Placebos have rows without amounts.

    Key: nct_id, position.
    """

    outcomes: Handle
    """One row for each registered outcome measure: primary first, then secondary, then other.

    Beside the registry's words stands what they say: with which instrument, in which form, on
    which scale, when. Directions are three: of the instrument (`instrument_direction`), of the
    reported number (`higher_is`: more responders is better on a scale where more is worse) and
    of the number as a signed change (`change_is`). Week 7, month 365/12, year 365 days.

    Known limits: `assumed_scale_min` and `assumed_scale_max` come from the literature, not from
    the record. A form without a word for it is a `level`, marked as assumed in `evidence`.

    Key: nct_id, position.
    """

    outcome_instruments: Handle
    """One row for each instrument of each registered outcome, with the words that name it.

    Key: nct_id, outcome_position, instrument_position.
    """

    outcome_domains: Handle
    """One row for each core-set domain that a registered outcome is placed in.

    OMERACT is the core set for fibromyalgia, IMMPACT that for chronic pain. A subscale decides
    before its instrument does.

    Known limits: an outcome that neither set has a place for has no row; see
    `is_outside_omeract` and `is_outside_immpact` in `outcomes`.

    Key: nct_id, outcome_position, framework, domain.
    """

    outcome_timepoints: Handle
    """One row for each point of time in each registered time frame.

    Days count from the start that the text counts from. Points of two trials meet where their
    windows do: 84 days meets 91.

    Known limits: a time frame that could not be read for sure has no row here; `outcomes` has
    the reason.

    Key: nct_id, outcome_position, timepoint_position.
    """

    core_set_coverage: Handle
    """One row for each domain of each core set in which the study has an outcome.

    Studies that have no outcome in any domain of a core set have no rows for it.

    Known limits: IMMPACT's adverse events and disposition are answered by posted results.

    Key: nct_id, framework, domain.
    """

    posted_results: Handle
    """One row for each study with posted results: what is said of them as a whole.

    Known limits: the person to ask is left out; the registry has them.

    Key: nct_id.
    """

    result_groups: Handle
    """One row for each group of each module of posted results, and of each outcome.

    Other tables refer to `position`: a group's id ("OG000") begins anew in every list, and the
    same id is another group there.

    Key: nct_id, position.
    """

    group_arms: Handle
    """One row for each result group and each arm that it is; one without an arm if it is none.

    The registry does not link them. A group of a crossover that names a treatment is linked to
    every sequence.

    Known limits: titles that say the same in other words are not linked.

    Key: nct_id, position.
    """

    flow_periods: Handle
    """One row for each period of the participant flow.

    Key: nct_id, position.
    """

    participant_flow: Handle
    """One row for each group at each milestone of each period of the participant flow.

    A milestone without numbers has one row, without a group.

    Key: nct_id, position.
    """

    withdrawals: Handle
    """One row for each group and each reason to leave in each period of the participant flow.

    A reason without numbers has one row, without a group.

    Key: nct_id, position.
    """

    baseline_measures: Handle
    """One row for each characteristic that was measured at baseline.

    Key: nct_id, position.
    """

    baseline: Handle
    """One row for each number at baseline: measure, class, category, group.

    A class or category without numbers has one row, without a group. A group called Total is
    among the groups.

    Key: nct_id, position.
    """

    baseline_denominators: Handle
    """One row for each number of units analysed at baseline: overall, of a measure, of a class.

    Key: nct_id, position.
    """

    outcome_measures: Handle
    """One row for each outcome in posted results.

    Known limits: nothing in the record links it to the registered outcome in `outcomes`.

    Key: nct_id, position.
    """

    outcome_denominators: Handle
    """One row for each number of units analysed of each posted outcome, and of its classes.

    Key: nct_id, position.
    """

    outcome_values: Handle
    """One row for each number of a posted outcome: measure, class, category, group.

    Classes and groups may be time points, subscales, subgroups or treatments; their titles say
    which. A class or category without numbers has one row, without a group.

    Key: nct_id, position.
    """

    outcome_cells: Handle
    """One row for each posted value of an outcome: what kind of number it is, of what, and when.

    Classes, categories and groups may be times, subscales, subgroups or answers. The closest
    text that names a time says when a value was measured; `time_from` tells which it was.

    Known limits: a value whose outcome has several points of time, and whose titles name none,
    has no time. Values of a total are marked, never added up again.

    Key: nct_id, outcome_value_position.
    """

    outcome_analyses: Handle
    """One row for each statistical analysis in posted results.

    Known limits: a difference need not be the first group of `analysis_groups` minus the second;
    the sponsor's comments may say which way round it is.

    Key: nct_id, position.
    """

    analysis_groups: Handle
    """One row for each group that a posted analysis is about.

    Key: nct_id, position.
    """

    adverse_event_groups: Handle
    """One row for each group in which adverse events were counted, with its totals.

    A participant with several events counts once. Null is not zero: deaths were not asked for
    before 2017.

    Key: nct_id, position.
    """

    adverse_events: Handle
    """One row for each adverse event in each group: serious ones first.

    Known limits: other events below `posted_results.event_threshold_percent` are not reported,
    so an event that is not here need not have been absent. An event without numbers has one row,
    without a group.

    Key: nct_id, position.
    """

    effects: Handle
    """One row for each effect of one group against another, or for why there is none.

    Computed from posted values, or posted by the sponsor; both stand side by side, and one of
    them is preferred. Every effect is the group minus (or over) its comparator. Ratios are
    printed as ratios; their standard errors are of the logarithm. Rows without an estimate say
    why in `refusal`: a refusal is a result too.

    Known limits: only groups made by chance are compared. Effects of one trial are not
    independent of each other. In a crossover a computed effect treats people as if they were
    different ones (`analysis_design`), and its error is too large. A posted analysis does not
    say which way round it is, nor of which time: it is taken for the contrast whose own values
    lie closest.

    Key: nct_id, position.
    """

    safety: Handle
    """One row for each harm in each two groups in which adverse events were counted.

    Deaths, serious and other events are the registry's totals of persons; single events are
    those of a reviewed list (`harvest/parse/vocabulary/event_synonyms.tsv`).

    Known limits: an event that was not reported is null, not zero. Persons with any other event
    are counted above a threshold only, so they give no effect. Two terms of one name are left
    out, as people may have had both.

    Key: nct_id, position.
    """

    trials: Handle
    """One row for each piece of research on low-dose naltrexone in fibromyalgia, by hand.

    A trial may have several registrations and reports. Two trials that are easily taken for one
    of them are here too, and say so.

    Key: trial_id.
    """

    trial_ids: Handle
    """One row for each registration of a trial, and for each malformed writing of one.

    Malformed numbers are mapped by a person who compared authors, title and size, never by
    mending digits.

    Key: trial_id, position.
    """

    reports: Handle
    """One row for each publication on these trials, and for each review that pools them.

    Key: report_id.
    """

    published_results: Handle
    """One row for each published number, and for each registered outcome without one.

    The numbers of one finding (a mean, its interval, the participants behind it) share
    `finding_id`. A contrast is `arm` minus `versus`, or `arm` over `versus` for a ratio. Signs
    are as printed: a reduction is positive where `outcome` says reduction.

    Known limits: what was not read is not here; `reporting` speaks of what was read.

    Key: finding_id, statistic.
    """

    claims: Handle
    """One row for each claim of an article for the public, in our words, with a verdict.

    A verdict is a judgement of people, reviewed like code, on the wording of the claim; it is no
    medical advice. `claim_evidence` names the findings and records that it rests on, and
    `harvest.synthesis.recheck` computes again what the tables can tell.

    Known limits: one article. Verdicts are of the day that stands beside them.

    Key: claim_number.
    """

    claim_evidence: Handle
    """One row for each finding or record that bears on a claim.

    Key: claim_number, position.
    """

    estimates: Handle
    """One row for each effect of each trial, posted, computed or published.

    Records and reports side by side: `trial` names the piece of research, so that one trial is
    not pooled twice. Of those that answer one question of a trial with one analysis set one is
    preferred: the sponsor's posted analysis, then a published one that somebody has checked,
    then one computed from posted values. To pool take those of `is_broadest`: one row per
    question of a trial. A published outcome without an effect that can be pooled has its row and
    the reason.

    Known limits: published figures are those of trials of low-dose naltrexone in fibromyalgia.
    Which analysis set a posted analysis is of the registry does not say.

    Key: estimate_id.
    """

    record_versions: Handle
    """One row for each study and distinct content of its record.

    Contents differ whenever the record's JSON does, the registry's data version apart. One that
    came back has one row: `stretches` says so.

    Known limits: our own snapshots see a study from their first one on, and nothing that came
    and went between two of them. The registry's own history comes from an address that it does
    not document; it may be incomplete or go without notice.

    Key: nct_id, position.
    """

    changes: Handle
    """One row for each change of a study: which path of its record, from what, to what, when.

    Lists are compared by what their items are (outcomes by their words, arms by label,
    interventions by type and name), never by position; the order alone of a list is no change.
    What the registry derives by itself is `derived`; its own dates of sending and posting are
    `record_updated`. A study that came with the first snapshot has no row for that.

    Known limits: two edits of one field between two snapshots are one change. Contact persons
    are left out. A study that a snapshot lacks is `study_removed` unless the snapshot found out
    what became of it; of a merged one `new_text` is the study that it went into. A wording that
    may be another outcome's is marked by `is_certain`.

    Key: nct_id, position.
    """

    outcome_versions: Handle
    """One row for each outcome of a study as it stood unchanged for a while.

    Rows of one outcome share `outcome`. Only studies with more than one version are here; the
    others have their outcomes in `outcomes` alone.

    Key: nct_id, position.
    """

    outcome_links: Handle
    """One row for each outcome of a version against the next version of the study.

    Where the words do not settle which is which the relation is `uncertain`, a `possible_split`
    or a `possible_merge`, for a person to judge. Versions between which no outcome changed have
    no rows.

    Known limits: the registry gives outcomes no names, so that links rest on words. One that was
    reworded beyond recognition is removed and added.

    Key: nct_id, position.
    """

    switching: Handle
    """One row for each study: whether its outcomes were changed on the way, if that can be told.

    Within one record nothing can be found: posted results follow the protocol as it now stands.
    So a study with one known version is not assessable, which is not the same as unchanged; and
    `none_seen` says no more than that the versions since `assessed_since_date` show no change.
    Added, removed and changed outcomes are counted over all versions, primary ones only; a new
    description alone is no change.

    Key: nct_id.
    """

    evidence: Handle
    """One row for each derived value and what it was read from, or why it is null.

    The span counts code points of the text at `path` in the record, as served. A value that was
    put together from several texts has a row for each.

    Known limits: a derived value that is null because the record is silent has no row.

    Key: nct_id, position.
    """

    overrides: Handle
    """One row for each correction of a derived value by a person, applied or not.

    A correction is applied last and only where the value is still the one that it corrects; what
    was computed from that value before stays as it was. One that does not apply raises an issue.

    Key: override_number.
    """

    issues: Handle
    """One row for each part of a record that could not be interpreted.

    The record itself is kept in raw, whole. A study that could not be read at all has its row
    here and none in `studies`.

    Key: issue_number.
    """
