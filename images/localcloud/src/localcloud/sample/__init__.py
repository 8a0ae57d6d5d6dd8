"""An invented market in the recorded-market format: officials, companies, prices, trades, from a seed."""

from localcloud.sample.days import FIRST_DAY, LAST_DAY, SAMPLE_FROM, SAMPLE_TO
from localcloud.sample.folder import write_sample

__all__ = ["FIRST_DAY", "LAST_DAY", "SAMPLE_FROM", "SAMPLE_TO", "write_sample"]
