"""The data that DAGs hand to each other, each in partitions named by the batch date (2016-03-01)."""

from airflow.sdk import Asset, PartitionedAssetTimetable, StartOfDayMapper

ODS_DISCLOSURES = Asset("ods/disclosures")
ODS_MARKET = Asset("ods/market")
ODS_TICKERS = Asset("ods/tickers")
MARTS = Asset("marts")


def when_loaded(asset: Asset) -> PartitionedAssetTimetable:
    """A schedule of one run for each batch date of the asset, whose `partition_key` is that date."""
    return PartitionedAssetTimetable(
        assets=asset, default_partition_mapper=StartOfDayMapper(input_format="%Y-%m-%d")
    )
