from django.urls import path

from .views import exercise

app_name = "directory"
urlpatterns = [
    path("exercise", exercise.sign_in, name="exercise_sign_in"),
]
