from django.contrib import admin

from reviews.models import ReminderRule


@admin.register(ReminderRule)
class ReminderRuleAdmin(admin.ModelAdmin):
    list_display = ["offset", "kind", "recipient", "channel", "organ", "active"]
    list_filter = ["recipient", "channel", "active"]
