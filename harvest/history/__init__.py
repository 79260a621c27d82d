"""How a study changed: two versions of a record compared, and what that says to a methodologist.

`lists` pairs the items of two lists, `compare` finds every path that differs, `kinds` names what a
difference is, `outcomes` says which outcome of one version is which of the next, `timeline` puts
the versions of a study in order, `timing` sets a change against start, completion and results, and
`story` tells it all as rows. Nothing here reads a file or asks anybody.
"""
