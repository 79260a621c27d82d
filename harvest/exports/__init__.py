"""A release in the formats of other programs: DuckDB, CSV, Excel, RIS, PRISMA.

`source` is the release to take from; `cells` makes texts safe for spreadsheets; `csv_folder`,
`excel` and `database` write tables, `ris` studies for screening tools, `prisma` counts the search
and `prisma_text` words it; `export` chooses among them.
"""
