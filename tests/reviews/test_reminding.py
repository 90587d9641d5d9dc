"""Reminders: due at the right instant, each exactly once, evidence kept, worker deaths survived."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from reviews import inbox, reminding
from reviews.models import EngineState, Notice, Obligation, ReminderRule, Requirement

LOCAL = ZoneInfo("Asia/Shanghai")


def at(year, month, day, hour=9, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


@pytest.fixture
def owed(world):
    """One half-year report due on 30 June, answered for by the head's post."""
    requirement = Requirement.objects.create(
        plan=world.plan,
        kind="report",
        title="半年报告",
        rule="months [6,12]",
        from_on=world.plan.from_on,
    )
    return Obligation.objects.create(
        requirement=requirement,
        organ=world.township,
        period="2026H1",
        opens_on=date(2026, 1, 1),
        due_on=date(2026, 6, 30),
        responsible=world.head,
    )


def test_thirty_days_before_reaches_the_clerk_alone(world, owed):
    ticked = reminding.tick(at=at(2026, 6, 1))
    notice = Notice.objects.get()
    # The secretary drafts too, but handlers are the clerks.
    assert ticked.delivered == 1
    assert notice.recipient == world.users["clerk"]
    assert notice.rule.offset == -30
    assert notice.subject == "【提醒】清溪乡党委半年报告还有29天到期"
    assert "韩立诚" in notice.body
    assert "2026年6月30日" in notice.body


def test_what_a_department_owes_names_the_department(world, owed):
    Obligation.objects.update(target_key=f"d{world.office.pk}", department=world.office)
    reminding.tick(at=at(2026, 6, 1))
    assert Notice.objects.get().subject == "【提醒】清溪乡党委半年报告（党政办公室）还有29天到期"


def test_nothing_before_the_hour_of_the_day(world, owed):
    assert reminding.tick(at=at(2026, 5, 31, 8, 29)).delivered == 0
    assert reminding.tick(at=at(2026, 5, 31, 8, 30)).delivered == 1


def test_a_doubled_tick_sends_nothing_twice(world, owed):
    first = reminding.tick(at=at(2026, 6, 1))
    second = reminding.tick(at=at(2026, 6, 1, 9, 1))
    assert (first.delivered, second.delivered) == (1, 0)
    assert inbox.unread_count(world.users["clerk"]) == 1


def test_after_a_downtime_only_the_newest_goes(world, owed):
    reminding.tick(at=at(2026, 6, 29, 10))
    clerk = Notice.objects.filter(recipient=world.users["clerk"])
    sent = [n.rule.offset for n in clerk if n.status == Notice.Status.SENT]
    older = sorted(n.rule.offset for n in clerk if n.status == Notice.Status.SUPERSEDED)
    assert sent == [-1]
    assert older == [-30, -14, -7]


def test_escalation_climbs_to_leader_and_superior(world, owed):
    reminding.tick(at=at(2026, 7, 1))
    reached = set(
        Notice.objects.filter(status="sent", rule__offset=1).values_list(
            "recipient__username", flat=True
        )
    )
    assert reached == {"clerk", "secretary", "reviewer"}
    assert Notice.objects.filter(status="sent").first().subject.startswith("【逾期】")


def test_met_and_waived_obligations_are_left_alone(world, owed):
    Obligation.objects.update(met_on=date(2026, 5, 20))
    assert reminding.tick(at=at(2026, 6, 1)).delivered == 0
    Obligation.objects.update(met_on=None, waived_on=date(2026, 5, 20), waived_reason="机构撤并")
    assert reminding.tick(at=at(2026, 6, 1)).delivered == 0


def test_an_old_history_raises_no_flood(world, owed):
    assert reminding.tick(at=at(2026, 11, 23)).delivered == 0
    assert not Notice.objects.exists()


def test_a_vacant_post_is_named_and_the_secretary_told(world, owed):
    world.head.tenures.update(until_on=date(2026, 5, 31))
    reminding.tick(at=at(2026, 6, 27))
    notice = Notice.objects.get(rule__recipient="leader", status="sent")
    assert notice.recipient == world.users["secretary"]
    assert "岗位空缺" in notice.body


def test_rule_of_an_organ_reaches_its_subtree_only(world, owed):
    ReminderRule.objects.all().delete()
    ReminderRule.objects.create(organ=world.sibling, offset=-30, recipient="handler")
    assert reminding.tick(at=at(2026, 6, 1)).delivered == 0
    ReminderRule.objects.create(organ=world.county, offset=-29, recipient="handler")
    assert reminding.tick(at=at(2026, 6, 1)).delivered == 1


def test_statements_do_not_grow_with_obligations(world, owed, django_assert_max_num_queries):
    for number in range(40):
        owed.pk, owed.target_key = None, f"p{number}"
        owed.save()
    with django_assert_max_num_queries(40):
        reminding.tick(at=at(2026, 6, 1))
    assert Notice.objects.filter(status="sent").count() == 41


class TestMail:
    @pytest.fixture(autouse=True)
    def _address(self, world, owed):
        clerk = world.users["clerk"]
        clerk.email = "clerk@example.test"
        clerk.save()

    def test_sent_once_under_a_stable_message_id(self, world):
        waiting = reminding.tick(at=at(2026, 6, 23)).waiting
        assert len(waiting) == 1
        assert reminding.deliver(waiting[0], at=at(2026, 6, 23))
        assert not reminding.deliver(waiting[0], at=at(2026, 6, 23))
        assert len(mail.outbox) == 1
        notice = Notice.objects.get(pk=waiting[0])
        assert mail.outbox[0].extra_headers["Message-ID"] == (
            f"<notice-{notice.pk}-{notice.obligation_id}@luze>"
        )

    def test_not_sent_when_the_work_was_done_meanwhile(self, world):
        waiting = reminding.tick(at=at(2026, 6, 23)).waiting
        Obligation.objects.update(met_on=date(2026, 6, 23))
        assert not reminding.deliver(waiting[0], at=at(2026, 6, 23))
        assert mail.outbox == []
        assert Notice.objects.get(pk=waiting[0]).status == Notice.Status.CANCELLED

    def test_a_refused_mail_is_tried_again_later_then_given_up(self, world, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
        now = at(2026, 6, 23)
        (pk,) = reminding.tick(at=now).waiting
        for attempt in range(1, reminding.ATTEMPTS + 1):
            assert not reminding.deliver(pk, at=now)
            notice = Notice.objects.get(pk=pk)
            assert notice.attempts == attempt
            assert notice.error
        assert notice.status == Notice.Status.FAILED

    def test_an_abandoned_lease_is_taken_over(self, world):
        now = at(2026, 6, 23)
        (pk,) = reminding.tick(at=now).waiting
        assert reminding._take(pk, now) is not None
        assert reminding.tick(at=now + timedelta(minutes=1)).waiting == ()
        later = now + timedelta(minutes=6)
        assert reminding.tick(at=later).waiting == (pk,)
        assert reminding.deliver(pk, at=later)
        assert len(mail.outbox) == 1


def test_inbox_page_opens_and_acknowledges(world, owed, sign_in):
    reminding.tick(at=at(2026, 6, 1))
    client = sign_in("clerk")
    notice = Notice.objects.get()
    assert notice.subject in client.get("/inbox/").content.decode()
    client.get(f"/inbox/{notice.pk}/")
    client.post(f"/inbox/{notice.pk}/acknowledge/")
    notice.refresh_from_db()
    assert notice.opened_at
    assert notice.acknowledged_at


def test_nobody_reads_anothers_notice(world, owed, sign_in):
    reminding.tick(at=at(2026, 6, 1))
    notice = Notice.objects.get()
    client = sign_in("neighbour")
    assert client.get(f"/inbox/{notice.pk}/").status_code == 404
    assert client.post(f"/inbox/{notice.pk}/acknowledge/").status_code == 404
    assert notice.subject not in client.get("/inbox/").content.decode()


def test_tick_command(world, owed, capsys):
    call_command("tick", at="2026-06-01", json=True)
    assert '"inbox": 1' in capsys.readouterr().out
    assert EngineState.objects.get().last_tick_at == at(2026, 6, 1).astimezone(UTC)
    with pytest.raises(CommandError, match="无法识别时间"):
        call_command("tick", at="明天")
