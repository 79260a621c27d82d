"""Readers of what a text says of a study's design and of who takes part.

`claims` finds what a title, a summary or a design description says of the study itself:
randomised, blinded, crossover, how many arms. `criteria` parts eligibility text into inclusion and
exclusion; `ages` and `sexes` read from it; `fibromyalgia` finds the names of that condition;
`controls` the words for what a treatment is compared with. All are pure, and each answer carries
its evidence.

Sentences that speak of other trials, of a part of the study or of what might be done are passed
over: a reader here says nothing rather than something doubtful.
"""
