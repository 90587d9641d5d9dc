"""Reminders: every tick asks the database what is due and not yet sent, and sends it.

Correctness never depends on the broker. ``tick`` may be doubled, late or killed: notices stand
under a unique key (obligation, rule, recipient, channel), and whatever is due at an instant and
has no row yet gets one, so a downtime is caught up by the next tick. An inbox notice is sent by
the insert that creates it: effect and mark are one statement. E-mail rows are claimed with a
lease, sent, and marked; see ``reviews.channels.mail`` for the window that leaves.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from secrets import token_hex

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from duties import access
from duties.models import Tenure
from reviews.channels import mail
from reviews.models import EngineState, Notice, Obligation, ReminderRule

SEND_AT = time(8, 30)
ATTEMPTS = 5
# How long after its day a reminder is still worth making: a downtime is caught up, a history
# loaded from before Luze is not answered with a flood.
CATCH_UP = timedelta(days=60)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick did: notices put in inboxes, e-mail rows waiting to be delivered."""

    delivered: int
    waiting: tuple[int, ...]


def tick(*, at):
    """Create every notice due at the instant ``at`` and claim the e-mails to be delivered.

    The caller hands ``waiting`` to workers, or delivers them itself.
    """
    delivered = 0
    for obligations in _batches(_due(at)):
        delivered += _remind(obligations, at)
    waiting = _claim_waiting(at)
    EngineState.objects.update(last_tick_at=at)
    return Ticked(delivered, waiting)


def _local_day(at):
    """The last day whose sending time has come by the instant ``at``."""
    local = timezone.localtime(at)
    return local.date() if local.time() >= SEND_AT else local.date() - timedelta(days=1)


def _due(at):
    """Outstanding obligations for which some rule has come due and made no notice yet."""
    day = _local_day(at)
    due = Q(pk__in=[])
    for rule in ReminderRule.objects.filter(active=True):
        last = day - timedelta(days=rule.offset)
        reached = Q(due_on__lte=last, due_on__gt=last - CATCH_UP, opens_on__lte=day)
        if rule.kind:
            reached &= Q(requirement__kind=rule.kind)
        if rule.organ_id:
            reached &= Q(organ__path__gte=rule.organ.path, organ__path__lt=rule.organ.path_end)
        made = Notice.objects.filter(obligation=OuterRef("pk"), rule=rule)
        due |= reached & ~Exists(made)
    return (
        Obligation.objects.outstanding()
        .filter(due)
        .select_related("organ", "requirement", "department", "branch", "post")
        .order_by("pk")
    )


def _batches(obligations):
    last = 0
    while batch := list(obligations.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _remind(obligations, at):
    day = _local_day(at)
    recipients = _Recipients(obligations, day)
    rules = list(ReminderRule.objects.filter(active=True).select_related("organ"))
    with transaction.atomic():
        stand = {_key(n) for n in Notice.objects.filter(obligation__in=obligations)}
        made = (_notices(o, rules, recipients, day, at) for o in obligations)
        notices = [n for of_one in made for n in of_one if _key(n) not in stand]
        _supersede_pending(notices)
        Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=BATCH)
    return sum(notice.status == Notice.Status.SENT for notice in notices)


def _key(notice):
    return notice.obligation_id, notice.rule_id, notice.recipient_id, notice.channel


def _applies(rule, obligation, day):
    due_day = obligation.due_on + timedelta(days=rule.offset)
    return (
        due_day <= day < due_day + CATCH_UP
        and rule.kind in ("", obligation.requirement.kind)
        and (rule.organ is None or rule.organ.covers(obligation.organ))
    )


def _notices(obligation, rules, recipients, day, at):
    """One notice per rule and recipient; of several due for one recipient only the newest goes."""
    newest, made = {}, []
    due = sorted((r for r in rules if _applies(r, obligation, day)), key=lambda r: r.offset)
    for rule in due:
        for user in recipients.of(rule.recipient, obligation):
            if rule.channel == ReminderRule.Channel.EMAIL and not user.email:
                continue
            notice = _notice(obligation, rule, user, recipients, day, at)
            earlier = newest.get((user.pk, rule.channel))
            if earlier is not None:
                earlier.status, earlier.sent_at = Notice.Status.SUPERSEDED, None
            newest[user.pk, rule.channel] = notice
            made.append(notice)
    return made


def _notice(obligation, rule, user, recipients, day, at):
    due_day = obligation.due_on + timedelta(days=rule.offset)
    inbox = rule.channel == ReminderRule.Channel.INBOX
    subject, body = _words(obligation, recipients.owner(obligation), day)
    return Notice(
        obligation=obligation,
        rule=rule,
        recipient=user,
        channel=rule.channel,
        due_at=timezone.make_aware(datetime.combine(due_day, SEND_AT)),
        status=Notice.Status.SENT if inbox else Notice.Status.PENDING,
        sent_at=at if inbox else None,
        subject=subject,
        body=body,
    )


def _words(obligation, owner, day):
    """Subject and body in Chinese: what is owed, by when, by whom, as of the day."""
    with translation.override("zh-hans"):
        days = (obligation.due_on - day).days
        what = f"{obligation.organ.short_name}{obligation.requirement.title}"
        if obligation.target_key != "organ":
            what += f"（{obligation.target}）"
        due = f"{obligation.due_on.year}年{obligation.due_on.month}月{obligation.due_on.day}日"
        if days < 0:
            subject = _("【逾期】%(what)s已逾期%(days)d天") % {"what": what, "days": -days}
        elif days == 0:
            subject = _("【今日到期】%(what)s") % {"what": what}
        else:
            subject = _("【提醒】%(what)s还有%(days)d天到期") % {"what": what, "days": days}
        body = _(
            "事项：%(title)s（%(period)s）\n责任对象：%(target)s\n责任人：%(owner)s\n"
            "截止日期：%(due)s\n完成情况：已完成%(done)d，应完成%(needed)d。\n"
            "如已完成，请及时登记；如已登记，此后不再提醒。"
        ) % {
            "title": obligation.requirement.title,
            "period": obligation.period,
            "target": obligation.target,
            "owner": owner or _("岗位空缺"),
            "due": due,
            "done": obligation.done,
            "needed": obligation.needed,
        }
    # One line: a break in a title would be refused as a forged mail header.
    return " ".join(subject.split())[:200], body


def _supersede_pending(notices):
    """Earlier e-mails of the same obligation that never left give way to the newer ones."""
    newer = {(n.obligation_id, n.recipient_id) for n in notices if n.status == n.Status.PENDING}
    waiting = Notice.objects.filter(
        status=Notice.Status.PENDING, obligation__in={obligation for obligation, _user in newer}
    )
    older = [n.pk for n in waiting if (n.obligation_id, n.recipient_id) in newer]
    Notice.objects.filter(pk__in=older).update(status=Notice.Status.SUPERSEDED)


class _Recipients:
    """Who is reminded for a batch of obligations, looked up in a fixed number of statements."""

    def __init__(self, obligations, day):
        organs = {o.organ_id: o.organ for o in obligations}.values()
        self.clerks = access.holders(access.CLERK, organs)
        self.secretaries = access.holders(access.SECRETARY, organs)
        self.superiors = access.holders(access.REVIEWER, organs, from_above=True)
        self.people = {}
        posts = {o.responsible_id for o in obligations}
        tenures = Tenure.objects.responsible(day).filter(post__in=posts)
        for tenure in tenures.select_related("person__user", "post"):
            self.people.setdefault(tenure.post_id, tenure.person)

    def owner(self, obligation):
        """The person who answers on the day, or ``None`` when the post is vacant."""
        return self.people.get(obligation.responsible_id)

    def of(self, recipient, obligation):
        """The accounts to remind; a leader without an account is reminded through the secretary."""
        if recipient == ReminderRule.Recipient.HANDLER:
            return self.clerks[obligation.organ_id]
        if recipient == ReminderRule.Recipient.SUPERIOR:
            return self.superiors[obligation.organ_id]
        person = self.owner(obligation)
        user = getattr(person, "user", None) if person else None
        return [user] if user else self.secretaries[obligation.organ_id]


def _claim_waiting(at):
    """E-mail rows that should go to a worker now, stamped so that the next tick leaves them."""
    fresh = Q(status=Notice.Status.PENDING) & (Q(next_try_at__isnull=True) | Q(next_try_at__lte=at))
    abandoned = Q(status=Notice.Status.SENDING, lease_until__lt=at)
    again = Q(enqueued_at__isnull=True) | Q(enqueued_at__lt=at - settings.REMINDER_ENQUEUE_AGAIN)
    with transaction.atomic():
        rows = Notice.objects.filter(fresh | abandoned, again, due_at__lte=at)
        rows = rows.select_for_update(skip_locked=True, of=("self",)).order_by("due_at")
        waiting = tuple(rows.values_list("pk", flat=True)[:BATCH])
        Notice.objects.filter(pk__in=waiting).update(enqueued_at=at)
    return waiting


def deliver(notice_id, *, at):
    """Send one e-mail notice if it is still to be sent; safe to call any number of times."""
    notice = _take(notice_id, at)
    if notice is None:
        return False
    try:
        mail.send(notice)
    except (OSError, ValueError) as error:
        _give_back(notice, error, at)
        return False
    return _mark(notice, status=Notice.Status.SENT, sent_at=at, error="")


@transaction.atomic
def _take(notice_id, at):
    """Lease the row to this process, or ``None`` when there is nothing left to do."""
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",))
    free = Q(status=Notice.Status.PENDING) | Q(status=Notice.Status.SENDING, lease_until__lt=at)
    notice = rows.filter(free, pk=notice_id).select_related("obligation", "recipient").first()
    if notice is None:
        return None
    if not Obligation.objects.outstanding().filter(pk=notice.obligation_id).exists():
        Notice.objects.filter(pk=notice.pk).update(status=Notice.Status.CANCELLED)
        return None
    notice.status, notice.token = Notice.Status.SENDING, token_hex(16)
    notice.lease_until, notice.attempts = at + settings.REMINDER_LEASE, notice.attempts + 1
    notice.save(update_fields=["status", "token", "lease_until", "attempts"])
    return notice


def _mark(notice, **fields):
    """Write the outcome, unless another process has taken the lease meanwhile."""
    return bool(Notice.objects.filter(pk=notice.pk, token=notice.token).update(**fields))


def _give_back(notice, error, at):
    last = notice.attempts >= ATTEMPTS
    _mark(
        notice,
        status=Notice.Status.FAILED if last else Notice.Status.PENDING,
        next_try_at=at + timedelta(minutes=5 * 2**notice.attempts),
        enqueued_at=None,
        error=str(error)[:300],
    )


def cancel_waiting(obligation):
    """Call off what has not been sent, once the obligation is met or waived."""
    waiting = obligation.notices.filter(status=Notice.Status.PENDING)
    return waiting.update(status=Notice.Status.CANCELLED)
