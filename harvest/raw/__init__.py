"""The room that owns `data/raw`: what the registry said, byte for byte, for ever.

Layout, under `data/raw/ctgov/`::

    records/<segment>.jsonl.zst        records, one a line, sorted by study; each distinct content
                                       (version) is stored once, in the segment that saw it first
    records/<segment>.index.parquet    row i describes line i: study, version, hash of its core
    records/<segment>.given.jsonl.zst  only for records that came in another layout than one
                                       compact line: their text exactly as given, by version
    snapshots/<UTC time>/index.parquet   which studies, which version each, found by which search,
                                         delivered by which request
    snapshots/<UTC time>/requests.jsonl  what was asked and answered, in order
    snapshots/<UTC time>/manifest.json   written last: counts, hashes, searches with their totals,
                                         studies that went and what became of them, the segments
                                         that are needed
    unsealed/<request>.page              answers of a harvest that is not a snapshot yet
    history/<UTC time>/<study>.jsonl.zst earlier versions, where the registry's own history, which
                                         it does not document, was asked for (`--history`)

A snapshot is made in a folder called `.making-...` and renamed when its manifest is in it; that
folder, and a segment that no manifest names, are left over from a run that was stopped, and the
next run clears them away. It uses the pages that are still good, and sealing clears them. Nothing
else is ever changed or deleted.

To look inside with standard tools::

    zstd -dc data/raw/ctgov/records/*.jsonl.zst | jq .protocolSection.identificationModule.nctId
    duckdb -c "select * from 'data/raw/ctgov/snapshots/*/index.parquet'"

`content` says what a version is, `segments` stores records, `snapshots` reads what is there,
`write` adds a snapshot, `history` tells what became of studies, `known` what the next harvest may
spare, `unsealed` keeps pages until then, `lineage` reads a snapshot with all that it continues,
`captures` keeps what the registry's history told, `verify` holds all of it against its hashes,
`files` reads the files that a user brings.
"""
