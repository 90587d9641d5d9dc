"""Addresses of the app; the names are the keys of tests/test_url_access.py."""

from django.urls import path

from duties.views import (
    coverage,
    handing_down,
    house_rules,
    leading_groups,
    matrix,
    matrix_blocks,
    matrix_columns,
    organs,
    posts,
)

ORGAN = "organs/<slug:code>/"

urlpatterns = [
    path("organs/", organs.organs, name="organs"),
    path(ORGAN, organs.organ_home, name="organ_home"),
    path(f"{ORGAN}departments/new/", organs.department_new, name="department_new"),
    path(f"{ORGAN}departments/<int:pk>/", organs.department_edit, name="department_edit"),
    path(f"{ORGAN}people/", organs.people, name="people"),
    path(f"{ORGAN}people/new/", organs.person_new, name="person_new"),
    path(f"{ORGAN}people/<int:pk>/", organs.person_edit, name="person_edit"),
    path(f"{ORGAN}posts/", posts.posts, name="posts"),
    path(f"{ORGAN}posts/new/", posts.post_new, name="post_new"),
    path(f"{ORGAN}posts/<int:pk>/edit/", posts.post_edit, name="post_edit"),
    path(f"{ORGAN}posts/<int:pk>/tenures/new/", posts.tenure_new, name="tenure_new"),
    path(f"{ORGAN}tenures/<int:pk>/end/", posts.tenure_end, name="tenure_end"),
    path(f"{ORGAN}posts/<int:pk>/portfolio/new/", coverage.portfolio_new, name="portfolio_new"),
    path(f"{ORGAN}portfolio/<int:pk>/end/", coverage.portfolio_end, name="portfolio_end"),
    path(f"{ORGAN}coverage/", coverage.coverage, name="coverage"),
    path(f"{ORGAN}coverage/move/", coverage.coverage_move, name="coverage_move"),
    path(f"{ORGAN}coverage/areas/new/", coverage.area_new, name="area_new"),
    path(f"{ORGAN}coverage/areas/<int:pk>/end/", coverage.area_end, name="area_end"),
    path(f"{ORGAN}house-rules/", house_rules.house_rules, name="house_rules"),
    path(f"{ORGAN}house-rules/new/", house_rules.house_rule_new, name="house_rule_new"),
    path(f"{ORGAN}house-rules/<int:pk>/end/", house_rules.house_rule_end, name="house_rule_end"),
    path(f"{ORGAN}leading-group/", leading_groups.leading_group, name="leading_group"),
    path(f"{ORGAN}leading-group/new/", leading_groups.leading_group_new, name="leading_group_new"),
    path(
        f"{ORGAN}leading-group/<int:pk>/end/",
        leading_groups.leading_group_end,
        name="leading_group_end",
    ),
    path(f"{ORGAN}leading-group/<int:pk>/seats/new/", leading_groups.seat_new, name="seat_new"),
    path(f"{ORGAN}handing-down/", handing_down.hand_downs, name="hand_downs"),
    path(f"{ORGAN}handing-down/new/", handing_down.hand_down_new, name="hand_down_new"),
    path(f"{ORGAN}handing-down/<int:pk>/", handing_down.hand_down, name="hand_down"),
    path(f"{ORGAN}handing-down/<int:pk>/take/", handing_down.hand_down_take, name="hand_down_take"),
    path(
        f"{ORGAN}handing-down/<int:pk>/decline/",
        handing_down.hand_down_decline,
        name="hand_down_decline",
    ),
    path(
        f"{ORGAN}handing-down/<int:pk>/withdraw/",
        handing_down.hand_down_withdraw,
        name="hand_down_withdraw",
    ),
    path(f"{ORGAN}matrix/", matrix.matrix, name="matrix"),
    path(f"{ORGAN}matrix/cell/", matrix.matrix_cell, name="matrix_cell"),
    path(f"{ORGAN}matrix/cell/history/", matrix.matrix_history, name="matrix_history"),
    path(f"{ORGAN}matrix/cells/", matrix_blocks.matrix_cells, name="matrix_cells"),
    path(f"{ORGAN}matrix/fill/", matrix_blocks.matrix_fill, name="matrix_fill"),
    path(f"{ORGAN}matrix/paste/", matrix_blocks.matrix_paste, name="matrix_paste"),
    path(f"{ORGAN}matrix/columns/", matrix_columns.matrix_columns, name="matrix_columns"),
    path(f"{ORGAN}matrix/excel/", matrix.matrix_excel, name="matrix_excel"),
    path(f"{ORGAN}seats/<int:pk>/end/", leading_groups.seat_end, name="seat_end"),
]
