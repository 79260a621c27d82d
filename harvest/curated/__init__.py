"""The room that owns `data/curated`: checked, immutable releases of typed tables.

Layout, under `data/curated/`::

    <YYYY.MM.n>/<table>.parquet    one file a table
    <YYYY.MM.n>/manifest.json      what the release is made from, and the hash of every file
    <YYYY.MM.n>/datapackage.json   the same for Frictionless tools, with every column
    <YYYY.MM.n>/croissant.json     the same for machine-learning tools
    <YYYY.MM.n>/dataset.jsonld     the same for search engines, in schema.org's words
    <YYYY.MM.n>/dictionary.csv     every column of every table for people
    latest.json                    names the newest release; this is the authority
    latest                         a link to it, where the file system has links

A release folder appears under its name whole, and is never changed after. Nothing in it depends
on the clock or the machine: the same snapshot, code and parameters under the same release name
give the same bytes (with the same version of pyarrow).

`release` knows what is there, `write` writes tables, `check` and `compare` judge them, `describe`,
`croissant` and `schema_org` document them, `publish` makes them visible. `load` is the reading
side, `links` and `join` put tables side by side, `names`, `handle` and `catalogue` complete names.
"""
