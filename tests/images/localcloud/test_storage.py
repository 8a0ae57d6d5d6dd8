"""S3: what was put stays, and puts fail on demand."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localcloud.testing import Cloud, running_cloud

BUCKET = "raw-market"
BUCKETS = {"airflow-logs", "dashboard", "raw-disclosures", "raw-market"}
ODD_KEY = "splits/trade_date=2016-03-01/a b+c%é'/(1).json"


@pytest.fixture
def no_faults(cloud: Cloud) -> Iterator[None]:
    yield
    cloud.s3_faults.clear()


def keys(s3: Any, prefix: str = "") -> list[str]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
    return [item["Key"] for page in pages for item in page.get("Contents", [])]


def test_the_buckets_of_the_platform_exist(s3: Any) -> None:
    assert {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]} == BUCKETS


def test_objects_survive_the_kill_of_the_process(tmp_path: Path) -> None:
    with running_cloud(tmp_path) as cloud:
        s3 = cloud.s3()
        s3.put_object(Bucket=BUCKET, Key=ODD_KEY, Body=b"first")
        before = s3.put_object(Bucket=BUCKET, Key=ODD_KEY, Body=b"second", Metadata={"rows": "2"})
        s3.put_object(Bucket=BUCKET, Key="empty", Body=b"")
        for key in ("deleted", "deleted too", "and this"):
            s3.put_object(Bucket=BUCKET, Key=key, Body=b"x")
        s3.delete_object(Bucket=BUCKET, Key="deleted")
        s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "deleted too"}, {"Key": "and this"}]})
        upload = s3.create_multipart_upload(Bucket=BUCKET, Key="parts")["UploadId"]
        part = s3.upload_part(Bucket=BUCKET, Key="parts", UploadId=upload, PartNumber=1, Body=b"part")
        s3.complete_multipart_upload(
            Bucket=BUCKET,
            Key="parts",
            UploadId=upload,
            MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]},
        )
        listed = s3.list_objects_v2(Bucket=BUCKET)["Contents"]
        os.kill(cloud.pid, signal.SIGKILL)
    with running_cloud(tmp_path) as cloud:
        s3 = cloud.s3()
        after = s3.get_object(Bucket=BUCKET, Key=ODD_KEY)
        assert after["Body"].read() == b"second"
        assert after["ETag"] == before["ETag"]
        assert after["Metadata"] == {"rows": "2"}
        assert sorted(keys(s3)) == sorted(["empty", "parts", ODD_KEY])
        assert [(item["Key"], item["Size"], item["LastModified"]) for item in listed] == [
            (item["Key"], item["Size"], item["LastModified"])
            for item in s3.list_objects_v2(Bucket=BUCKET)["Contents"]
        ]


@pytest.mark.usefixtures("no_faults")
def test_the_second_put_of_a_pattern_is_refused_once(cloud: Cloud, s3: Any) -> None:
    cloud.s3_faults.add([{"match": r"faults/.*\.gz$", "after": 1, "status": 403, "code": "AccessDenied"}])
    s3.put_object(Bucket=BUCKET, Key="faults/other.json", Body=b"x")
    s3.put_object(Bucket=BUCKET, Key="faults/1.gz", Body=b"x")
    with pytest.raises(ClientError, match="AccessDenied") as refused:
        s3.put_object(Bucket=BUCKET, Key="faults/2.gz", Body=b"x")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
    s3.put_object(Bucket=BUCKET, Key="faults/3.gz", Body=b"x")
    assert keys(s3, "faults/") == ["faults/1.gz", "faults/3.gz", "faults/other.json"]
    assert [(fault["seen"], fault["fired"]) for fault in cloud.s3_faults.list()] == [(3, 1)]


@pytest.mark.usefixtures("no_faults")
def test_a_put_can_be_refused_every_time(cloud: Cloud, s3: Any) -> None:
    cloud.s3_faults.add([{"match": "slow/", "times": None, "status": 503, "code": "SlowDown"}])
    for _ in range(2):
        with pytest.raises(ClientError, match="SlowDown"):
            s3.put_object(Bucket=BUCKET, Key="slow/1", Body=b"x" * 100_000)
    cloud.s3_faults.clear()
    s3.put_object(Bucket=BUCKET, Key="slow/1", Body=b"x")
    assert keys(s3, "slow/") == ["slow/1"]
