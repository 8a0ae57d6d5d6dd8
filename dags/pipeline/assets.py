"""The data that DAGs hand to each other, each in partitions named by the batch date (2016-03-01)."""

from airflow.sdk import Asset, FixedKeyMapper, PartitionedAssetTimetable, StartOfDayMapper

ODS_DISCLOSURES = Asset("ods/disclosures")
ODS_MARKET = Asset("ods/market")
ODS_TICKERS = Asset("ods/tickers")
MARTS = Asset("marts")


def when_loaded(asset: Asset) -> PartitionedAssetTimetable:
    """A schedule of one run for each batch date of the asset, whose `partition_key` is that date."""
    return PartitionedAssetTimetable(
        assets=asset, default_partition_mapper=StartOfDayMapper(input_format="%Y-%m-%d")
    )


def when_changed(asset: Asset) -> PartitionedAssetTimetable:
    """A schedule of one run for all batch dates that the asset got since the run before was made.

    Its `partition_key` is "newest": the run is about what the asset holds now.
    """
    return PartitionedAssetTimetable(assets=asset, default_partition_mapper=FixedKeyMapper("newest"))
