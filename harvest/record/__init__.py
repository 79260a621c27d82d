"""The registry's record of a study, declared once as typed structures.

`node` is the base, `codes` the closed lists; `protocol`, `results`, `annotation`, `document`
and `derived` are the five sections, `study` the whole; `decode` reads bytes into it, strictly
first and leniently where that fails; `paths` walks the declaration.
"""
