"""The system administrator sets an empty installation up: organs, accounts, roles."""

import pytest
from django.contrib.auth.models import Permission

from duties import access, tree
from duties.models import Organ, OrganUserObjectPermission, Reorganisation, User
from tests import world as cast


@pytest.fixture
def desk(client, db):
    root = User.objects.create_superuser("root-desk", password=cast.PASSWORD)
    client.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
    return client


def new_organ(desk, code, *, parent="", **overrides):
    data = {
        "code": code,
        "name": f"{code}党委",
        "short_name": code,
        "kind": "committee",
        "level": "township",
        "parent": parent,
        "position": 0,
        "from_on": "2026-01-01",
    }
    return desk.post("/admin/duties/organ/add/", data | overrides)


def test_an_empty_installation_becomes_usable(desk):
    assert new_organ(desk, "top").status_code == 302
    top = Organ.objects.get(code="top")
    assert new_organ(desk, "lower", parent=top.pk).status_code == 302
    lower = Organ.objects.get(code="lower")
    assert top.covers(lower)
    clerk = cast.make_user("clerk-one", home=lower)
    role = Permission.objects.get(codename="act_as_clerk", content_type__app_label="duties")
    desk.post(
        "/admin/duties/organuserobjectpermission/add/",
        {"user": clerk.pk, "permission": role.pk, "content_object": lower.pk},
    )
    assert access.may(clerk, "draft", lower)
    assert not access.may(clerk, "read", top)


def test_moving_an_organ_keeps_its_path_true(desk):
    for code in ("one", "two"):
        new_organ(desk, code)
    one, two = Organ.objects.get(code="one"), Organ.objects.get(code="two")
    desk.post(f"/admin/duties/organ/{two.pk}/change/", organ_data(two, parent=one.pk))
    two.refresh_from_db()
    assert two.path == one.path + tree.segment(two.pk)
    assert [p.parent for p in two.placements.order_by("from_on")] == [None, one]
    assert Reorganisation.objects.get().document == "系统管理员调整"


def test_an_organ_below_itself_is_refused_in_words(desk):
    new_organ(desk, "one")
    one = Organ.objects.get(code="one")
    answer = desk.post(f"/admin/duties/organ/{one.pk}/change/", organ_data(one, parent=one.pk))
    assert "不能把“one党委”移到它自己之下。" in answer.content.decode()


def organ_data(organ, **overrides):
    names = ("code", "name", "short_name", "position")
    data = {name: getattr(organ, name) for name in names}
    data |= {"kind": organ.kind_id, "level": organ.level_id, "from_on": "2026-01-01"}
    return data | overrides


def test_organs_are_never_deleted(desk):
    new_organ(desk, "one")
    pk = Organ.objects.get().pk
    assert desk.post(f"/admin/duties/organ/{pk}/delete/", {"post": "yes"}).status_code == 403
    assert Organ.objects.exists()


def test_only_roles_can_be_granted(desk):
    page = desk.get("/admin/duties/organuserobjectpermission/add/").content.decode()
    assert "办公室经办人" in page
    assert "Can add" not in page
    assert not OrganUserObjectPermission.objects.exists()


def test_the_days_of_an_organ_are_not_edited_at_the_desk(desk):
    new_organ(desk, "one")
    one = Organ.objects.get()
    desk.post(
        f"/admin/duties/organ/{one.pk}/change/",
        organ_data(one, from_on="2020-01-01", until_on="2026-06-30", name="改名党委"),
    )
    one.refresh_from_db()
    assert (one.name, one.from_on.isoformat(), one.until_on) == ("改名党委", "2026-01-01", None)
