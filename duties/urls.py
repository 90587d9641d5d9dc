"""Addresses of the app; the names are the keys of tests/test_url_access.py."""

from django.urls import path

from duties.views import adjusting, leading_groups, matrix, organs, people, posts, staffing

ORGAN = "organs/<slug:code>/"

urlpatterns = [
    path("organs/", organs.organs, name="organs"),
    path(ORGAN, organs.organ_home, name="organ_home"),
    path(f"{ORGAN}departments/new/", organs.department_new, name="department_new"),
    path(f"{ORGAN}departments/<int:pk>/", organs.department_edit, name="department_edit"),
    path(f"{ORGAN}people/", people.people, name="people"),
    path(f"{ORGAN}people/new/", people.person_new, name="person_new"),
    path(f"{ORGAN}people/<int:pk>/", people.person, name="person"),
    path(f"{ORGAN}people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path(f"{ORGAN}people/<int:pk>/appoint/", staffing.person_appoint, name="person_appoint"),
    path(f"{ORGAN}posts/", posts.posts, name="posts"),
    path(f"{ORGAN}posts/new/", posts.post_new, name="post_new"),
    path(f"{ORGAN}posts/<int:pk>/", posts.post, name="post"),
    path(f"{ORGAN}posts/<int:pk>/edit/", posts.post_edit, name="post_edit"),
    path(f"{ORGAN}posts/<int:pk>/tenures/new/", staffing.tenure_new, name="tenure_new"),
    path(f"{ORGAN}posts/<int:pk>/undo/", staffing.tenure_undo, name="tenure_undo"),
    path(f"{ORGAN}tenures/<int:pk>/end/", staffing.tenure_end, name="tenure_end"),
    path(f"{ORGAN}tenures/<int:pk>/transfer/", staffing.tenure_transfer, name="tenure_transfer"),
    path(f"{ORGAN}posts/<int:pk>/portfolio/new/", posts.portfolio_new, name="portfolio_new"),
    path(f"{ORGAN}portfolio/<int:pk>/end/", posts.portfolio_end, name="portfolio_end"),
    path(f"{ORGAN}leading-group/", leading_groups.leading_group, name="leading_group"),
    path(f"{ORGAN}leading-group/new/", leading_groups.leading_group_new, name="leading_group_new"),
    path(
        f"{ORGAN}leading-group/<int:pk>/end/",
        leading_groups.leading_group_end,
        name="leading_group_end",
    ),
    path(
        f"{ORGAN}leading-group/<int:pk>/adjust/",
        adjusting.leading_group_adjust,
        name="leading_group_adjust",
    ),
    path(f"{ORGAN}leading-group/<int:pk>/seats/new/", leading_groups.seat_new, name="seat_new"),
    path(f"{ORGAN}matrix/", matrix.matrix, name="matrix"),
    path(f"{ORGAN}matrix/cell/", matrix.matrix_cell, name="matrix_cell"),
    path(f"{ORGAN}matrix/excel/", matrix.matrix_excel, name="matrix_excel"),
    path(f"{ORGAN}seats/<int:pk>/end/", leading_groups.seat_end, name="seat_end"),
]
