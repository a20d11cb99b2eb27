from django.urls import path

from .views import exercise, invitations, keys, members, organisations, powers

app_name = "directory"
urlpatterns = [
    path("who-may-act", powers.who_may_act, name="who_may_act"),
    path("organisation", organisations.organisation, name="organisation"),
    path("organisation/edit", organisations.edit, name="organisation_edit"),
    path("organisation/<uuid:organisation_id>", organisations.organisation, name="organisation"),
    path("organisation/<uuid:organisation_id>/correct", organisations.correct, name="organisation_correct"),
    path("organisation/<uuid:organisation_id>/suspend", organisations.suspend, name="organisation_suspend"),
    path(
        "organisation/<uuid:organisation_id>/reinstate",
        organisations.reinstate,
        name="organisation_reinstate",
    ),
    path(
        "organisation/<uuid:organisation_id>/invite", organisations.invite_again, name="organisation_invite"
    ),
    path(
        "organisation/<uuid:organisation_id>/answered",
        organisations.contact_answered,
        name="contact_answered",
    ),
    path("organisations", organisations.overview, name="organisations"),
    path("organisations/admit", organisations.admit, name="admit"),
    path("members", members.overview, name="members"),
    path("members/invite", members.invite, name="invite"),
    path("members/<uuid:member_id>", members.member, name="member"),
    path("members/<uuid:member_id>/suspend", members.suspend, name="member_suspend"),
    path("members/<uuid:member_id>/reinstate", members.reinstate, name="member_reinstate"),
    path("members/<uuid:member_id>/new-sign-in", members.new_sign_in, name="member_new_sign_in"),
    path("invitations/<uuid:invitation_id>/withdraw", members.withdraw, name="invitation_withdraw"),
    path("invitation/<str:token>", invitations.accept, name="accept_invitation"),
    path("duty", members.duty, name="duty"),
    path("profile", members.profile, name="profile"),
    path("api-keys", keys.overview, name="api_keys"),
    path("api-keys/<uuid:key_id>/revoke", keys.revoke, name="api_key_revoke"),
    path("exercise", exercise.sign_in, name="exercise_sign_in"),
]
