"""Pictures of the tables; needs the extra `harvest[pictures]`.

Every function takes DataFrames as `harvest.load` gives them and returns a figure, and does nothing
else: no file, no window, no global setting. `alt_text` says what a figure shows in words.
"""
from harvest.pictures.landscape import *
from harvest.pictures.style import alt_text
