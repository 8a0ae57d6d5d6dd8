"""Alerts: sent once, when a task has failed after its last retry."""

from airflow.sdk import BaseNotifier, Context

from pipeline.settings import settings

MESSAGE = """\
{{ dag.dag_id }}.{{ task.task_id }} failed.
Batch date: {{ dag_run.partition_key or dag_run.conf.get("batch_dates")
  or [dag_run.conf.get("from"), dag_run.conf.get("to")] | select | join(" to ") or ds or "-" }}
Run: {{ run_id }}, attempt {{ ti.try_number }}
Log: {{ ti.log_url }}"""
SUBJECT = "Failed: {{ dag.dag_id }}.{{ task.task_id }}"


class LogNotifier(BaseNotifier):
    """Writes the alert to the task's own log."""

    template_fields = ("message",)

    def __init__(self, message: str) -> None:
        super().__init__()
        self.message = message

    def notify(self, context: Context) -> None:
        """Write the rendered message as one error."""
        self.log.error("ALERT %s", self.message)


def failure_alert() -> BaseNotifier:
    """What sends the alerts: to the SNS topic of ALERT_SNS_TOPIC_ARN, or to the log without one."""
    topic = settings().alert_topic_arn
    if topic is None:
        return LogNotifier(MESSAGE)
    from airflow.providers.amazon.aws.notifications.sns import SnsNotifier

    # boto3's own credentials, not an Airflow connection
    return SnsNotifier(aws_conn_id=None, target_arn=topic, subject=SUBJECT, message=MESSAGE)
