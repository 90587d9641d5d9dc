"""Two half-years of history, replayed in the order of the days through the pages' functions."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db.models import F
from django.utils import timezone

from accountability import casework
from accountability.models import StepKind
from duties.models import Organ, Tenure, User
from reviews import cycles, recording, reminding, reporting
from reviews.models import Notice

PLACE = "会议室"
STEPS = ("submitted", "returned", "resubmitted", "accepted")
AROUND_AN_END = (-30, -14, -7, -3, -1, 1)  # days
LATELY = 30  # days
OWN_WORDS = "对照职责清单逐项检查，未完成事项已明确责任岗位和完成时间，由办公室按月跟踪。"


@dataclass(frozen=True)
class Event:
    """Something that happened on a day; ``happen`` does it."""

    day: date
    happen: object


def relive(sources, calendar):
    """Open the cycles, then let every session and report happen on its day, up to today."""
    events = [
        Event(half.first, partial(cycles.open_period, period=half, on=half.first))
        for half in (calendar.previous, calendar.current)
    ]
    for source in sources:
        events += _sessions(source, calendar)
        events += _reports(source, calendar)
    events += _ticks(calendar)
    for event in sorted(events, key=lambda event: event.day):
        if event.day <= calendar.today:
            event.happen()
    _read_older_notices(calendar)
    _open_a_case(calendar)


def _sessions(source, calendar):
    for told in source.get("sessions", ()):
        day = calendar.day(told["half"], told["month"], told["day"])
        yield Event(day, partial(_hold, source["code"], told, day))


def _hold(code, told, day):
    organ = Organ.objects.get(code=code)
    tenures = Tenure.objects.on(day).filter(post__organ=organ, post__on_team=True)
    absent = told.get("absent", ())
    attendance = {
        tenure.person: "leave" if tenure.person.name in absent else "present"
        for tenure in tenures.select_related("person")
    }
    recording.record_activity(
        organ=organ,
        actor=User.objects.get(username=f"{code}-clerk"),
        kind=told["kind"],
        title=told["title"],
        held_on=day,
        on=day,
        place=PLACE,
        chair=organ.posts.filter(heads_organ=True).first(),
        summary="会议明确了责任岗位和完成时限，办公室负责跟踪。",
        attendance=attendance,
        targets=_targets(organ, told.get("targets", ())),
    )


def _targets(organ, names):
    departments = {d.name: f"d{d.pk}" for d in organ.departments.all()}
    branches = {o.name: f"b{o.pk}" for o in organ.children.all()}
    return [(departments | branches)[name] for name in names]


def _reports(source, calendar):
    for name, told in source.get("reports", {}).items():
        half = calendar.half(name)
        flow = _Report(source, half)
        begun = half.last - timedelta(days=12)
        if told.get("draft"):
            begun = min(calendar.today, half.first + timedelta(days=130))
        yield Event(begun, partial(flow.start, begun))
        for step in STEPS:
            if step in told:
                day = half.last + timedelta(days=told[step])
                yield Event(day, partial(flow.take, step, day, told))


class _Report:
    """One report on its way between an organ and its superior."""

    def __init__(self, source, half):
        self.code, self.superior, self.half = source["code"], source["parent"], half

    def start(self, on):
        organ = Organ.objects.get(code=self.code)
        clerk = self._user("clerk")
        self.report = reporting.start(organ=organ, period=self.half.code, actor=clerk, on=on)
        parts = self.report.sections.values_list("heading", "body")
        self.report = reporting.save_sections(
            report=self.report,
            sections=[(heading, body or OWN_WORDS) for heading, body in parts],
            version=self.report.version,
            actor=clerk,
        )

    def take(self, step, day, told):
        self.report.refresh_from_db()
        if step in ("submitted", "resubmitted"):
            reporting.submit(
                report=self.report,
                actor=self._user("secretary"),
                on=day,
                version=self.report.version,
            )
        elif step == "returned":
            reporting.send_back(
                report=self.report, actor=self._reviewer(), on=day, note=told["note"]
            )
        else:
            reporting.accept(report=self.report, actor=self._reviewer(), on=day)

    def _user(self, desk):
        return User.objects.get(username=f"{self.code}-{desk}")

    def _reviewer(self):
        return User.objects.get(username=f"{self.superior}-secretary")


def _open_a_case(calendar):
    """One case of the bureau, at its second step, for its handlers to see."""
    organ = Organ.objects.get(code="audit")
    first, second = User.objects.filter(username__startswith="audit-handler").order_by("username")
    happened = calendar.day("previous", 5, 30)
    begun = min(calendar.today, calendar.day("current", 1, 20))
    case = casework.open_case(
        ground=organ.plans.get().grounds.get(number="3"),
        post=organ.posts.get(name="党组成员、副局长（分管）"),
        happened_on=happened,
        title="五月学习情况漏报",
        facts="五月没有安排集中学习，月末汇总时没有报告，督导时才发现。",
        actor=first,
        on=begun,
    )
    casework.appoint(case=case, user=second, actor=first)
    step = StepKind.objects.get(code="preliminary")
    day = min(calendar.today, begun + timedelta(days=9))
    casework.take_step(
        case=case,
        kind=step,
        on=day,
        actor=first,
        note="核对了学习台账和会议记录，情况属实。",
        today=calendar.today,
    )


def _ticks(calendar):
    """The beat's ticks that mattered: around the end of each half-year, and of late every day."""
    ends = {half.last for half in (calendar.previous, calendar.current)}
    days = {end + timedelta(days=offset) for end in ends for offset in AROUND_AN_END}
    # Today's comes from the beat itself: nothing here may lie in the future.
    days |= {calendar.today - timedelta(days=back) for back in range(1, LATELY)}
    days.discard(calendar.today)
    for day in sorted(days):
        at = timezone.make_aware(datetime.combine(day, time(9)))
        yield Event(day, partial(_tick, at))


def _tick(at):
    for notice in reminding.tick(at=at).waiting:
        reminding.deliver(notice, at=at)


def _read_older_notices(calendar):
    """What came before the last two weeks has been opened and acknowledged, an hour later."""
    begin = timezone.make_aware(datetime.combine(calendar.today - timedelta(days=14), time(0)))
    older = Notice.objects.filter(channel="inbox", status="sent", sent_at__lt=begin)
    later = F("sent_at") + timedelta(hours=1)
    older.update(opened_at=later, acknowledged_at=later)
