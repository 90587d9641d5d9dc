"""Addresses of plans: their pages show, and their adoption writes, rows of all three apps."""

from django.urls import path

from config.views import plan_adopting, plan_changes, plan_reading, plan_rereading, plans

PLANS = "organs/<slug:code>/plans/"

urlpatterns = [
    path(PLANS, plans.plans, name="plans"),
    path(f"{PLANS}upload/", plan_reading.plan_upload, name="plan_upload"),
    path(f"{PLANS}<int:pk>/", plans.plan, name="plan"),
    path(f"{PLANS}readings/<int:pk>/", plan_reading.plan_reading, name="plan_reading"),
    path(f"{PLANS}readings/<int:pk>/reread/", plan_rereading.plan_reread, name="plan_reread"),
    path(f"{PLANS}readings/<int:pk>/changes/", plan_changes.plan_changes, name="plan_changes"),
    path(f"{PLANS}readings/<int:pk>/adopt/", plan_adopting.plan_adopt, name="plan_adopt"),
    path(f"{PLANS}readings/<int:pk>/drop/", plan_adopting.plan_drop, name="plan_drop"),
]
