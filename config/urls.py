"""All addresses of the product; each app lists its own."""

from django.contrib import admin
from django.urls import include, path

from config import views
from config.health import healthz

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz/", healthz, name="healthz"),
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("", include("duties.urls")),
    path("", include("reviews.urls")),
    path("", include("accountability.urls")),
    path("", include("config.plan_urls")),
]
