"""The policies of the plan, enforced: moto with IAM's rules switched on says who may do what.

moto's S3 refuses everybody under a policy that asks for TLS, which moto can't tell; so the buckets here have
no policy of their own, and what those say is asserted in the modules' tests.
"""

import fnmatch
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto.core.authorization import enable_iam_authentication
from moto.ecr.responses import ECRResponse
from moto.iam.access_control import IAMPolicyStatement
from moto.iam.policy_conditions import CONDITION_OPERATIONS, TrustCondition
from moto.logs.responses import LogsResponse
from moto.secretsmanager.responses import SecretsManagerResponse
from moto.sns.responses import SNSResponse

from .moto_cloud import MotoCloud
from .workspace import ACCOUNT, resources

REGION = "us-east-1"
NAME = "congress-prod"
HERE = f"{REGION}:{ACCOUNT}"
TOPIC = f"arn:aws:sns:{HERE}:{NAME}-alerts"
SNOWFLAKE_USER = "snowflake"
EXTERNAL_ID = f"{NAME}-{ACCOUNT}"
STATE = f"congress-terraform-{ACCOUNT}"


def bucket(holds: str) -> str:
    return f"{NAME}-{holds}-{ACCOUNT}"


RAW, MARKET, LOGS, SITE = map(bucket, ("raw-disclosures", "raw-market", "airflow-logs", "dashboard"))
OBJECTS = {
    RAW: "disclosures/batch_date=2016-03-01/a.ndjson.gz",
    MARKET: "tickers/batch_date=2016-03-01/a.ndjson.gz",
    LOGS: "dag_id=a/log",
    SITE: "index.html",
    STATE: "prod.tfstate",
}
OTHER = "congress-dev"
"""Another environment of the same account."""
OTHER_RAW = f"{OTHER}-raw-disclosures-{ACCOUNT}"
FLOW_LOGS = f"/vpc/{NAME}"
SECRETS = ("benzinga-api", "polygon-api", "airflow")


@pytest.fixture(scope="module", autouse=True)
def as_iam_documents_it() -> Iterator[None]:
    """Where moto is laxer or coarser than IAM: `?` in a pattern, a condition on a key that the call does not
    have, and the resources of services other than S3.
    """
    judge = TrustCondition.verify_condition

    def present(condition: Any, values: list[str]) -> bool:
        known = condition._condition in CONDITION_OPERATIONS
        return bool(judge(condition, values)) and (bool(values) or not known)

    def secret(call: Any) -> str:
        return f"arn:aws:secretsmanager:{HERE}:secret:{call._get_param('SecretId')}-AbCdEf"

    def log_group(call: Any) -> str:
        return f"arn:aws:logs:{HERE}:log-group:{call._get_param('logGroupName')}:log-stream:"

    def repository(call: Any) -> str:
        return f"arn:aws:ecr:{HERE}:repository/{call._get_param('repositoryName')}"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IAMPolicyStatement, "_match", staticmethod(matches))
        patch.setattr(TrustCondition, "verify_condition", present)
        resource = "_determine_resource"
        patch.setattr(SNSResponse, resource, lambda call: call._get_param("TopicArn"), raising=False)
        patch.setattr(SecretsManagerResponse, resource, secret, raising=False)
        patch.setattr(ECRResponse, resource, repository, raising=False)
        patch.setattr(LogsResponse, resource, log_group, raising=False)
        yield


def matches(pattern: str, text: str) -> re.Match[str] | None:
    return re.match(fnmatch.translate(pattern.replace("[", "[[]")), text)


class Session:
    """Somebody's clients."""

    def __init__(self, endpoint: str, credentials: dict[str, Any]) -> None:
        self._endpoint = endpoint
        self._session = boto3.Session(
            credentials["AccessKeyId"],
            credentials["SecretAccessKey"],
            credentials.get("SessionToken"),
            region_name=REGION,
        )

    def __getattr__(self, service: str) -> Any:
        # kept: making a client is most of the time of a test
        client = self._session.client(service, endpoint_url=self._endpoint)
        setattr(self, service, client)
        return client


class Account:
    """An account with the roles and policies of a plan."""

    def __init__(self, endpoint: str, plan: dict[str, Any]) -> None:
        self._endpoint = endpoint
        root = self._root = self._session({"AccessKeyId": "root", "SecretAccessKey": "secret"})
        for name in (*OBJECTS, OTHER_RAW):
            root.s3.create_bucket(Bucket=name)
        root.sns.create_topic(Name=f"{NAME}-alerts")
        root.sns.create_topic(Name="another")
        for secret in (*(f"{NAME}/{secret}" for secret in SECRETS), f"{OTHER}/airflow", "another"):
            root.secretsmanager.create_secret(Name=secret, SecretString="secret")
        root.ecr.create_repository(repositoryName="another")
        root.logs.create_log_group(logGroupName=FLOW_LOGS)
        root.logs.create_log_group(logGroupName="another")
        root.iam.create_role(RoleName=f"{OTHER}-airflow", AssumeRolePolicyDocument=SNOWFLAKE_TRUST)
        self.restore()
        root.iam.create_user(UserName=SNOWFLAKE_USER)
        root.iam.put_user_policy(
            UserName=SNOWFLAKE_USER,
            PolicyName="assume",
            PolicyDocument=document({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}),
        )
        self._make_roles(root, plan)

    def restore(self) -> None:
        """Bring back what a role may have deleted, and take away what it may have made."""
        for name, key in OBJECTS.items():
            self._root.s3.put_object(Bucket=name, Key=key, Body=b"content")
        there = {each["repositoryName"] for each in self._root.ecr.describe_repositories()["repositories"]}
        for image in ("airflow", "dashboard", "extract"):
            if f"{NAME}/{image}" in there:
                self._root.ecr.delete_repository(repositoryName=f"{NAME}/{image}", force=True)
            self._root.ecr.create_repository(repositoryName=f"{NAME}/{image}")
        for group in (FLOW_LOGS, "another"):
            for stream in self._root.logs.describe_log_streams(logGroupName=group)["logStreams"]:
                self._root.logs.delete_log_stream(logGroupName=group, logStreamName=stream["logStreamName"])

    @staticmethod
    def _make_roles(root: Session, plan: dict[str, Any]) -> None:
        planned = resources(plan)
        for address, role in planned.items():
            if ".aws_iam_role." in address:
                # what Snowflake answers is not known in a plan: test_apply sees this trust applied
                trust = role.get("assume_role_policy") or SNOWFLAKE_TRUST
                root.iam.create_role(RoleName=role["name"], AssumeRolePolicyDocument=trust)
        for address, policy in planned.items():
            if ".aws_iam_role_policy." in address and policy.get("policy"):
                root.iam.put_role_policy(
                    RoleName=policy["role"], PolicyName=policy["name"], PolicyDocument=policy["policy"]
                )
            elif ".aws_iam_policy." in address:
                root.iam.create_policy(PolicyName=policy["name"], PolicyDocument=policy["policy"])
        for address, attachment in planned.items():
            if "identity.aws_iam_role_policy_attachment." in address:
                root.iam.attach_role_policy(RoleName=attachment["role"], PolicyArn=attachment["policy_arn"])

    def role(self, workload: str) -> Session:
        """The session of a workload: who may take the role is AWS' part, EKS' or GitHub's."""
        arn = f"arn:aws:iam::{ACCOUNT}:role/{NAME}-{workload}"
        return self._session(self._root.sts.assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"])

    def user(self, name: str) -> Session:
        """The session of a user with a key."""
        return self._session(self._root.iam.create_access_key(UserName=name)["AccessKey"])

    def _session(self, credentials: dict[str, Any]) -> Session:
        return Session(self._endpoint, credentials)


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


SNOWFLAKE_TRUST = document(
    {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/{SNOWFLAKE_USER}"},
        "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}},
    }
)


@pytest.fixture(scope="session")
def account(moto: MotoCloud, full: dict[str, Any]) -> Account:
    return Account(moto.endpoint, full)


def get(name: str, key: str | None = None) -> Callable[[Session], Any]:
    return lambda who: who.s3.get_object(Bucket=name, Key=key or OBJECTS[name])


def put(name: str, key: str | None = None) -> Callable[[Session], Any]:
    return lambda who: who.s3.put_object(Bucket=name, Key=key or OBJECTS[name], Body=b"new")


def delete(name: str, key: str | None = None) -> Callable[[Session], Any]:
    return lambda who: who.s3.delete_object(Bucket=name, Key=key or OBJECTS[name])


def list_(name: str) -> Callable[[Session], Any]:
    return lambda who: who.s3.list_objects_v2(Bucket=name, Prefix=OBJECTS[name].split("/")[0] + "/")


def publish(topic: str) -> Callable[[Session], Any]:
    return lambda who: who.sns.publish(TopicArn=topic, Message="failed")


def read_secret(name: str) -> Callable[[Session], Any]:
    return lambda who: who.secretsmanager.get_secret_value(SecretId=name)


def change_secret(name: str) -> Callable[[Session], Any]:
    return lambda who: who.secretsmanager.put_secret_value(SecretId=name, SecretString="new")


def images(repository: str) -> Callable[[Session], Any]:
    return lambda who: who.ecr.batch_get_image(repositoryName=repository, imageIds=[{"imageTag": "1"}])


def push_image(repository: str) -> Callable[[Session], Any]:
    return lambda who: who.ecr.put_image(repositoryName=repository, imageManifest=MANIFEST, imageTag="1")


def log_into(group: str) -> Callable[[Session], Any]:
    return lambda who: who.logs.create_log_stream(logGroupName=group, logStreamName="eni-1")


def delete_repository(repository: str) -> Callable[[Session], Any]:
    return lambda who: who.ecr.delete_repository(repositoryName=repository, force=True)


def read_bucket(name: str) -> Callable[[Session], Any]:
    return lambda who: who.s3.get_bucket_location(Bucket=name)


def change_bucket(name: str) -> Callable[[Session], Any]:
    tags = {"TagSet": [{"Key": "a", "Value": "b"}]}
    return lambda who: who.s3.put_bucket_tagging(Bucket=name, Tagging=tags)


def change_role(name: str) -> Callable[[Session], Any]:
    more = document({"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::another"})
    return lambda who: who.iam.put_role_policy(RoleName=name, PolicyName="more", PolicyDocument=more)


MANIFEST = json.dumps(
    {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": {"mediaType": "config", "size": 1, "digest": "sha256:1"},
        "layers": [],
    }
)
ACTIONS = {
    "reads raw disclosures": get(RAW),
    "reads the market": get(MARKET),
    "reads logs": get(LOGS),
    "reads the site": get(SITE),
    "reads the state": get(STATE),
    "puts raw disclosures": put(RAW),
    "puts the market": put(MARKET),
    "puts logs": put(LOGS),
    "puts the site": put(SITE),
    "puts the state": put(STATE),
    "deletes raw disclosures": delete(RAW),
    "deletes the market": delete(MARKET),
    "deletes logs": delete(LOGS),
    "deletes the site": delete(SITE),
    "lists raw disclosures": list_(RAW),
    "lists the market": list_(MARKET),
    "lists logs": list_(LOGS),
    "lists the site": list_(SITE),
    "alerts": publish(TOPIC),
    "publishes elsewhere": publish(f"arn:aws:sns:{HERE}:another"),
    "reads a key": read_secret(f"{NAME}/benzinga-api"),
    "reads Airflow's keys": read_secret(f"{NAME}/airflow"),
    "reads another's secret": read_secret("another"),
    "changes a key": change_secret(f"{NAME}/benzinga-api"),
    "reads images": images(f"{NAME}/extract"),
    "reads another's images": images("another"),
    "pushes an image": push_image(f"{NAME}/extract"),
    "pushes another's image": push_image("another"),
    "deletes a repository": delete_repository(f"{NAME}/extract"),
    "deletes another's repository": delete_repository("another"),
    "logs traffic": log_into(FLOW_LOGS),
    "logs elsewhere": log_into("another"),
    "reads a bucket's settings": read_bucket(SITE),
    "changes a bucket": change_bucket(SITE),
    "changes a role": change_role(f"{NAME}-airflow"),
    "changes another environment's bucket": change_bucket(OTHER_RAW),
    "changes another environment's key": change_secret(f"{OTHER}/airflow"),
    "changes another environment's role": change_role(f"{OTHER}-airflow"),
}
"""What a role could want to do."""

MAY = {
    "extract-disclosures": {"puts raw disclosures"},
    "extract-market": {"puts the market"},
    "airflow": {"reads logs", "puts logs", "lists logs", "alerts"},
    "airflow-background": {"reads logs", "puts logs", "lists logs", "alerts"},
    "airflow-loader": {"reads logs", "puts logs", "lists logs", "alerts"},
    "airflow-transformer": {"reads logs", "puts logs", "lists logs", "alerts"},
    "airflow-api-server": {"reads logs", "lists logs"},
    "dashboard": {"reads the site", "puts the site", "deletes the site", "lists the site"},
    "external-secrets": {"reads a key", "reads Airflow's keys"},
    "snowflake": {
        *("reads raw disclosures", "reads the market"),
        *("lists raw disclosures", "lists the market"),
    },
    "github-plan": {
        *("reads the state", "reads a bucket's settings"),
        # ListBucket is also what asks whether a bucket is there
        *("lists raw disclosures", "lists the market", "lists logs", "lists the site"),
    },
    "github-apply": {
        *("reads the state", "puts the state", "reads a bucket's settings", "changes a bucket"),
        *("lists raw disclosures", "lists the market", "lists logs", "lists the site"),
        # what is torn down is emptied
        *("deletes raw disclosures", "deletes the market", "deletes logs", "deletes the site"),
        *("changes a key", "changes a role", "deletes a repository"),
    },
    "github-push": {"reads images", "pushes an image"},
    "flow-logs": {"logs traffic"},
}


def is_allowed(session: Session, action: Callable[[Session], Any]) -> bool:
    try:
        action(session)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 403:
            raise
        return False
    return True


def test_every_role_of_the_plan_is_enforced_here(full: dict[str, Any]) -> None:
    planned = {
        role["name"].removeprefix(f"{NAME}-")
        for address, role in resources(full).items()
        if ".aws_iam_role." in address
    }
    # EKS' own two have AWS' policies only
    assert planned - {"cluster", "node"} == set(MAY)


@pytest.mark.parametrize("workload", MAY)
def test_a_role_may_do_its_work_and_nothing_else(account: Account, workload: str) -> None:
    account.restore()
    session = account.role(workload)
    with enable_iam_authentication():
        allowed = {name for name, action in ACTIONS.items() if is_allowed(session, action)}
    assert allowed == MAY[workload]


@pytest.mark.parametrize(("workload", "own"), [("extract-disclosures", RAW), ("extract-market", MARKET)])
def test_an_extractor_puts_into_its_own_folders_only(account: Account, workload: str, own: str) -> None:
    session = account.role(workload)
    with enable_iam_authentication():
        assert is_allowed(session, put(own, OBJECTS[own]))
        assert not is_allowed(session, put(own, "another/a.ndjson.gz"))
        assert not is_allowed(session, put(own, "a.ndjson.gz"))


def test_snowflake_reads_the_stages_folders_with_its_external_id_only(
    account: Account, moto: MotoCloud
) -> None:
    account.restore()
    snowflake = account.user(SNOWFLAKE_USER)
    arn = f"arn:aws:iam::{ACCOUNT}:role/{NAME}-snowflake"

    def assume(**given: str) -> Any:
        return snowflake.sts.assume_role(RoleArn=arn, RoleSessionName="copy", **given)

    with enable_iam_authentication():
        for given in ({}, {"ExternalId": "another"}):
            with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
                assume(**given)
        session = Session(moto.endpoint, assume(ExternalId=EXTERNAL_ID)["Credentials"])
        assert is_allowed(session, get(RAW))
        assert is_allowed(session, get(MARKET))
        assert not is_allowed(session, get(RAW, "another/a.ndjson.gz"))
        assert not is_allowed(session, get(LOGS))


def test_nobody_else_takes_snowflakes_role(account: Account) -> None:
    other = account.role("airflow")
    arn = f"arn:aws:iam::{ACCOUNT}:role/{NAME}-snowflake"
    with enable_iam_authentication(), pytest.raises(ClientError, match="not authorized"):
        other.sts.assume_role(RoleArn=arn, RoleSessionName="copy", ExternalId=EXTERNAL_ID)


# Where AWS has neither names of ours nor tags: an action about no one thing, or things that AWS names itself.
NO_NARROWER = {
    "AnyLogs": "DescribeLogGroups and log deliveries are about no one group",
    "DatabaseSecret": "RDS names the secret of its password itself: rds!db-…",  # pragma: allowlist secret
    "FindGroup": "the same: DescribeLogGroups",
    "Interfaces": "the NAT gateway's interface has no tag",
    "LogIn": "GetAuthorizationToken is about the account's registry",
    "OptionGroup": "AWS' own options, default:postgres-17 and the like",
    "SiteAccess": "CloudFront names origin access controls itself, and gives them no tag",
    "Subscriptions": "IAM knows no subscriptions",
    # reads
    "ReadAnyLogs": "see AnyLogs",
    "ReadDatabaseSecret": "see DatabaseSecret",  # pragma: allowlist secret
    "ReadDatabases": "the provider asks for all, and picks by the resource id",
    "ReadKeys": "AWS names a key when it is made",
    "ReadNetwork": "most of EC2's descriptions are about no one thing",
    "ReadRandomValues": "GetRandomPassword is about no secret",
    "ReadSite": "CloudFront names distributions itself",
    "ReadSiteAccess": "see SiteAccess",
    "ReadSubscriptions": "see Subscriptions",
}


@pytest.mark.parametrize("environment", ["lean", "full"])
def test_no_action_is_a_wildcard_and_no_resource_is_but_of_our_own_name_or_tag(
    environment: str, request: pytest.FixtureRequest
) -> None:
    planned = resources(request.getfixturevalue(environment))
    documents = [
        each["policy"]
        for address, each in planned.items()
        if (".aws_iam_role_policy." in address or ".aws_iam_policy." in address) and each.get("policy")
    ]
    assert len(documents) > 10
    used = set()
    for statement in (each for document in documents for each in json.loads(document)["Statement"]):
        assert statement["Effect"] == "Allow"
        actions = listed(statement["Action"])
        assert not [action for action in actions if "*" in action or "?" in action]
        if all(is_below_our_own_names(each) for each in listed(statement["Resource"])):
            continue
        if not is_for_our_own_tags(statement):
            assert statement["Sid"] in NO_NARROWER, statement
            used.add(statement["Sid"])
    assert used == set(NO_NARROWER)


def is_for_our_own_tags(statement: dict[str, Any]) -> bool:
    equals = statement.get("Condition", {}).get("StringEquals", {})
    return bool(equals) and all(
        value == "congress" or value in ("dev", "prod") or ":db:congress-" in value
        for value in equals.values()
    )


def is_below_our_own_names(resource: str) -> bool:
    fixed, wildcard, _ = resource.partition("*")
    return not wildcard or "congress-" in fixed


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
