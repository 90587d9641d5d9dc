from django.apps import AppConfig

from reviews.documents import checks  # noqa: F401  (registers the machine's printing checks)


class ReviewsConfig(AppConfig):
    name = "reviews"
