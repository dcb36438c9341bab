"""What `manage.py interlab --help` tells beyond the list of its options."""

from typing import Final

ABOUT: Final = """\
Statistics of joint testing for one CSV file; needs no database and stores nothing.

  results        of every material: precision, outlier tests, h and k (ISO 5725-2), robust figures
                 (ISO 13528)
  --consensus    one value from results with uncertainties (DerSimonian-Laird, Paule-Mandel with
                 Knapp-Hartung)
  --equivalence  candidate against incumbent by two one-sided tests, the laboratory as block (TOST)
"""

EXAMPLES: Final = """\
files
  results        lab,material,replicate,value and, where wanted, qualifier (<, >, ND), unit, batch
  --consensus    lab,value,u or lab,mean,sd,n and, where wanted, unit
  UTF-8, commas between cells, a point in numbers. Columns come in any order, others are ignored.
  Nothing is left out unless --exclude says so.

examples
  results.csv:   lab,material,replicate,value
                 A,old,1,10.1
                 A,old,2,10.3
                 A,new,1,10.2
                 ...
  manage.py interlab results.csv
  manage.py interlab results.csv --json --exclude 5 --exclude "Lab 7:new"
  manage.py interlab results.csv --equivalence --incumbent old --candidate new --margin 0.5
  manage.py interlab results.csv --equivalence --incumbent old --candidate new --margin 1.25 --ratio
  manage.py interlab values.csv --consensus --unit mg/kg

answers
  null (in the table: -) stands for what is undefined; the notes say why. Verdicts are "accepted",
  "straggler" (beyond 5 %) and "outlier" (beyond 1 %). Decisions are "equivalent" (the 90 % interval
  lies inside the margins), "different" (wholly outside) and "inconclusive". p_lower tests against
  the lower margin, p_upper against the upper one. r and R are 2.8 s_r and 2.8 s_R. Algorithm A uses
  the exact factor 1.13339; algorithm_a_printed has 1.134, as the standard prints it.
  The exit status is 2, with one sentence, for a file or a question that cannot be taken.
"""
