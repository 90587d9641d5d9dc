"""What the names of a draft mean when it is adopted; creates the posts the clerk asked for."""

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from config import worksheet
from duties import trail
from duties.models import Department, Person, Post, Tenure

# Posts of the leading team by the words a plan uses for them.
_TEAM_WORDS = ("书记", "成员", "委员", "副", "长")


class Parties:
    """Resolves names to posts and departments, creating each missing one once."""

    def __init__(self, organ, draft, roster, *, on, actor):
        self.organ, self.draft, self.roster, self.on = organ, draft, roster, on
        self.actor = actor
        self._created = {}
        self._heads = self._posts_of_the_head()

    def of(self, item):
        """A post, a department, ``worksheet.TEAM``, or ``None`` when it is not taken up."""
        match = self.draft["matches"].get(item.key, {})
        choice = match.get("choice", worksheet.SKIP)
        if choice == worksheet.SKIP:
            return None
        if choice == worksheet.TEAM:
            return worksheet.TEAM
        if choice == worksheet.NEW_DEPARTMENT:
            return self._department(item.words)
        if choice == worksheet.NEW_POST:
            return self._post(item, match)
        return self.roster.choices[choice]

    def responsible(self, choice):
        """The post a requirement names: one chosen, or whoever answers for the whole plan."""
        if choice == "answerable":
            return self._answerable
        return self.roster.choices.get(choice) if choice.startswith("p") else None

    @cached_property
    def _answerable(self):
        """The directly responsible post where the plan has one, else the first-responsible."""
        found = {}
        for role in self.draft["roles"]:
            if role["role"] in ("first", "direct"):
                found.setdefault(role["role"], self.of(worksheet.wanted_role(role)))
        return found.get("direct") or found.get("first")

    def _posts_of_the_head(self):
        """Names of new posts that are the organ's own secretary, when it has none yet."""
        if self.roster.head:
            return set()
        named = [w for w in worksheet.wanted(self.draft) if w.role in ("first", "head")]
        matches = (self.draft["matches"].get(item.key, {}) for item in named)
        names = [m["post_name"].strip() for m in matches if m.get("post_name")]
        return set(names[:1])

    def _department(self, name):
        found = self._created.get(("d", name)) or self.roster.department_named(name)
        if found is None:
            found = Department(
                organ=self.organ, name=name, from_on=self.on, position=len(self._created)
            )
            self._save(found, name, "department.created")
            self._created["d", name] = found
        return found

    def _post(self, item, match):
        name = match["post_name"].strip()
        found = self._created.get(("p", name)) or self.roster.post_named(name, "")
        if found is None:
            found = self._new_post(item, name)
        person = match.get("person", "").strip()
        if person and self.roster.holders.get(found.pk) != person:
            self._appoint(found, person)
        return found

    def _new_post(self, item, name):
        director = item.role == "office"
        office = self.draft["leading_group"]["office"] if director else ""
        post = Post(
            organ=self.organ,
            name=name,
            from_on=self.on,
            on_team=not director and (item.role != "member" or _sounds_of_team(name)),
            heads_organ=name in self._heads,
            department=self.of(worksheet.wanted_body(office)) if office else None,
            position=len(self.roster.posts) + len(self._created),
        )
        self._save(post, name, "post.created")
        self._created["p", name] = post
        return post

    def _appoint(self, post, name):
        """The person takes the post from the first day of the plan."""
        people = list(Person.objects.filter(organ=self.organ, name=name)[:2])
        if len(people) > 1:
            text = _("有多名同名人员“%(name)s”，请改选现有岗位。")
            raise ValidationError(text % {"name": name})
        person = people[0] if people else Person(organ=self.organ, name=name)
        if not people:
            self._save(person, name, "person.created")
        tenure = Tenure(post=post, person=person, from_on=self.on)
        try:
            self._save(tenure, f"{post.name} {name}", "tenure.started")
        except ValidationError as error:
            text = _("%(fault)s请在“名称对应”中改选岗位，或换一个岗位名称。")
            raise ValidationError(text % {"fault": "".join(error.messages)}) from error
        self.roster.holders[post.pk] = name

    def _save(self, row, words, action):
        try:
            row.full_clean()
        except ValidationError as error:
            reason = "".join(error.messages)
            raise ValidationError(
                _("新建“%(name)s”：%(reason)s") % {"name": words, "reason": reason}
            ) from error
        row.save()
        trail.record(
            organ=self.organ,
            actor=self.actor,
            action=action,
            target=f"{row._meta.model_name}:{row.pk}",
            name=words,
        )


def _sounds_of_team(name):
    return any(word in name for word in _TEAM_WORDS)
