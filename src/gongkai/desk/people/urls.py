"""Addresses of who works at the desk: accounts, appointments, leave, and whether every stage has someone."""

from django.urls import path

from gongkai.desk.people.views import accounts, listing, my_leave, roles, rota, work

app_name = "desk_people"
urlpatterns = [
    path("", listing.index, name="index"),
    path("rota/", rota.show, name="rota"),
    path("leave/", my_leave.index, name="my_leave"),
    path("leave/<int:pk>/end/", my_leave.end, name="end_my_leave"),
    path("open/", accounts.open_one, name="open"),
    path("<int:pk>/", accounts.show, name="show"),
    path("<int:pk>/change/", accounts.change, name="change"),
    path("<int:pk>/password/", accounts.password, name="password"),
    path("<int:pk>/deactivate/", accounts.deactivate, name="deactivate"),
    path("<int:pk>/reactivate/", accounts.reactivate, name="reactivate"),
    path("<int:pk>/appoint/", roles.appoint, name="appoint"),
    path("<int:pk>/leave/", roles.take_leave, name="take_leave"),
    path("<int:pk>/work/", work.move, name="move_work"),
    path("appointments/<int:pk>/end/", roles.end_appointment, name="end_appointment"),
    path("leaves/<int:pk>/end/", roles.end_leave, name="end_leave"),
]
