"""All addresses of the product; each app lists its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required, login_required
from django.urls import include, path
from django.views.i18n import set_language

from config import views
from config.health import healthz

# One door: the administrator signs in where everyone does.
admin.site.login = login_required(admin.site.login)

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz/", healthz, name="healthz"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("duties.urls")),
    path("", include("reviews.urls")),
    path("", include("accountability.urls")),
    path("", include("config.organ_urls")),
    path("", include("config.plan_urls")),
    path("", include("config.handover_urls")),
]
