"""The procedure as editable rows. Cases are sealed and not in the administration."""

from django.contrib import admin

from accountability.models import StepKind


@admin.register(StepKind)
class StepKindAdmin(admin.ModelAdmin):
    list_display = ["name", "basis", "after", "needs_team_of", "clock_days", "ends"]
