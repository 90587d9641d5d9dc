"""System checks: what the machine lacks for printing. Import this module in ``ready()``."""

from django.core import checks

from reviews.documents import fonts


@checks.register("documents")
def harfbuzz_subset_is_installed(app_configs, **kwargs):
    if fonts.subsetter_present():
        return []
    return [
        checks.Warning(
            "harfbuzz-subset is missing: every PDF takes 10 to 30 times as long.",
            hint="apt-get install libharfbuzz-subset0",
            id="reviews.W101",
        )
    ]


@checks.register("documents")
def faces_are_installed(app_configs, **kwargs):
    missing = fonts.missing_faces()
    if not missing:
        return []
    return [
        checks.Warning(
            f"Faces of printed documents are missing: {', '.join(missing)}.",
            hint=f"apt-get install fonts-noto-cjk; Fandol faces belong in {fonts.own_folder()}",
            id="reviews.W102",
        )
    ]
