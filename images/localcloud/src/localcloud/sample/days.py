"""The days of the sample."""

from datetime import date

# On these days the sample's officials report.
SAMPLE_FROM = date(2024, 5, 1)
SAMPLE_TO = date(2024, 6, 28)

# These `make run` takes through the pipeline: a Monday, whose window reaches back over everything reported
# before; a Tuesday on which rows are amended, changed and withdrawn, one ticker is renamed and one delisted;
# and a day of closed exchanges without a disclosure.
FIRST_DAY = date(2024, 6, 17)
LAST_DAY = date(2024, 6, 19)

# From and to these days the companies have prices: long enough for most trades, and for their returns.
FIRST_BAR = date(2024, 1, 2)
LAST_BAR = date(2024, 9, 30)
