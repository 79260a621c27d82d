"""A stand-in for the registry: its API v2 over HTTP, serving records that are already here.

It answers as the registry does, odd habits included, or refuses with a 400 or 404 that says so;
it never ignores a question. What it does not have is the registry's thesaurus (see
`harvest.replica.expression`). Docstrings name where a rule comes from: [spec] the registry's API
description, [seen] stored answers, [reported] somebody's measurement, [ours] a decision made here
because nobody knows.
"""
