"""A release as one page: key figures, pictures, the trials, what changed, how well it was read.

`shelf` reads the tables, `figures` draws, `trials` makes the table of trials, `since` says what is
new since the last release, `page` puts all into one HTML file that needs no network, and `publish`
writes it beside the releases. Needs the extra `harvest[pictures]`.
"""
