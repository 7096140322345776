"""The addresses of the workbench."""

from allauth.account import views as account
from django.urls import path
from django.views.i18n import set_language

from kesu.workbench import (
    about_me,
    act,
    batches,
    case,
    contact,
    export,
    gallery,
    handling_form,
    lent,
    lodge,
    notices,
    outbox,
    queue,
    reveal,
    roster,
    sign_in,
)

urlpatterns = [
    path("", queue.queue, name="queue"),
    path("search", queue.search, name="search"),
    path("export", export.export, name="export"),
    path("lodge", lodge.lodge, name="lodge"),
    path("lodge/about-me", about_me.about_me, name="lodge-about-me"),
    path("lodge/customer", lodge.customer, name="lodge-customer"),
    path("lodge/caution", lodge.caution, name="lodge-caution"),
    path("complaints/<str:no>", case.case, name="case"),
    path("complaints/<str:no>/form", handling_form.handling_form, name="form"),
    path("complaints/<str:no>/contact", contact.contact, name="contact"),
    path("complaints/<str:no>/reveal", reveal.reveal, name="reveal"),
    path("complaints/<str:no>/do/<str:verb>", act.act, name="act"),
    path("batches", batches.batches, name="batches"),
    path("batches/<str:key>", batches.batch, name="batch"),
    path("batches/<str:key>/do/<str:verb>", batches.do, name="batch-do"),
    path("notices", notices.notices, name="notices"),
    path("notices/seen", notices.seen, name="notices-seen"),
    path("roster", roster.roster, name="roster"),
    path("roster/do/<str:what>", roster.do, name="roster-do"),
    path("lent", lent.lent, name="lent"),
    path("lent/do/<str:what>", lent.do, name="lent-do"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/again", outbox.again, name="outbox-again"),
    path("gallery", gallery.gallery, name="gallery"),
    path("language", set_language, name="set_language"),
    path("sign-in", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-out", account.logout, name="account_logout"),
]
