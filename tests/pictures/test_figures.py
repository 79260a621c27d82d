"""All pictures of the sample, together: they stand alone and can be read."""
from harvest.report.figures import figures
from harvest.report.shelf import Shelf
from tests.pictures.looks import check, overlaps, outside
def test_x(data):
    bad=[]
    for shown in figures(Shelf(data)):
        o,u=overlaps(shown.picture),outside(shown.picture)
        if o or u: bad.append((shown.picture.heading,o[:6],u[:5]))
    for b in bad: print(b)
    assert not bad
