"""Reminders: the table of rules, the outbox of notices, and when the engine last ran."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duties.models import Organ

from .obligations import Obligation
from .requirements import Requirement


class ReminderRule(models.Model):
    """Remind ``offset`` days from the due day (negative = before) one recipient by one channel.

    A rule with an organ holds for it and all below; one without holds everywhere. An empty
    ``kind`` means every kind of requirement.
    """

    class Recipient(models.TextChoices):
        HANDLER = "handler", _("经办人")
        LEADER = "leader", _("责任领导")
        SUPERIOR = "superior", _("上级党组织")

    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内信")
        EMAIL = "email", _("电子邮件")

    organ = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("党组织")
    )
    kind = models.CharField(_("类别"), max_length=20, choices=Requirement.Kind, blank=True)
    offset = models.SmallIntegerField(_("距截止日天数"))
    recipient = models.CharField(_("提醒对象"), max_length=10, choices=Recipient)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel, default=Channel.INBOX)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["offset", "id"]
        verbose_name = _("提醒规则")
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "kind", "offset", "recipient", "channel"],
                name="reminder_rule_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "offset", "recipient", "channel"],
                condition=models.Q(organ__isnull=True),
                name="reminder_rule_once_everywhere",
            ),
        ]

    def __str__(self):
        return f"{self.offset:+d} {self.get_recipient_display()} {self.get_channel_display()}"


class Notice(models.Model):
    """One reminder to one recipient over one channel: an outbox row that is also the evidence.

    The key holds no date, so moving a deadline never sends twice. An inbox notice is delivered
    by the very update that marks it sent.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")
        CANCELLED = "cancelled", _("已取消")
        SUPERSEDED = "superseded", _("已被替代")

    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="notices", verbose_name=_("履责事项")
    )
    rule = models.ForeignKey(
        ReminderRule, models.PROTECT, related_name="notices", verbose_name=_("提醒规则")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("收件人")
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=ReminderRule.Channel)
    due_at = models.DateTimeField(_("应发时间"))
    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    token = models.CharField(max_length=32, blank=True)
    enqueued_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    opened_at = models.DateTimeField(_("打开时间"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    subject = models.CharField(_("标题"), max_length=200, blank=True)
    body = models.TextField(_("内容"), blank=True)
    error = models.CharField(max_length=300, blank=True)

    organ_lookup = "obligation__organ"

    class Meta:
        ordering = ["-due_at", "-id"]
        verbose_name = _("提醒")
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "rule", "recipient", "channel"], name="notice_once"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_at"]),
            models.Index(fields=["recipient", "channel", "status"]),
        ]

    def __str__(self):
        return self.subject

    @property
    def organ(self):
        return self.obligation.organ


class EngineState(models.Model):
    """A single row: when the reminder engine last ran, shown to users."""

    last_tick_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("提醒引擎")

    def __str__(self):
        return str(self.last_tick_at)
