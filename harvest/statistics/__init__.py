"""The arithmetic of a meta-analysis: pure functions of numbers, which know nothing of records.

`quantiles` and `conversions` bring what trials print onto one footing, `effects` compares two
groups, `pooling` puts trials together, `doubts` finds numbers that cannot be.
"""
