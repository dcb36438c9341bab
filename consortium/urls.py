"""All addresses: pages, the API under /api/v1/, and health."""

from allauth.account import views as sign_in
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from apps.certificates import pages as certificates
from apps.desk import pages as desk
from consortium import health

Addresses = list[URLPattern | URLResolver]
account: Addresses = [
    path("sign-in/", sign_in.login, name="account_login"),
    path("sign-out/", sign_in.logout, name="account_logout"),
    path("password/change/", sign_in.password_change, name="account_change_password"),
    path("password/reset/", sign_in.password_reset, name="account_reset_password"),
    path("password/reset/sent/", sign_in.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
]
api: Addresses = [
    path("", include("apps.accounts.api_urls")),
    path("", include("apps.consortia.api_urls")),
    path("", include("apps.supply.api_urls")),
    path("", include("apps.studies.api_urls")),
    path("", include("apps.certificates.api_urls")),
    path("", include("apps.changes.api_urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path(
        "docs/",
        SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="api/docs.html"),
        name="docs",
    ),
]
urlpatterns: Addresses = [
    path("", desk.home, name="home"),
    path("account/", include(account)),
    path("account/", include("apps.accounts.urls")),
    path("language/", set_language, name="set_language"),
    path("news/", include("apps.notifications.urls")),
    path("consortia/", include("apps.consortia.urls")),
    path("i/", include("apps.consortia.invitation_urls")),
    path("supply/", include("apps.supply.urls")),
    path("studies/", include("apps.studies.urls")),
    path("certificates/", include("apps.certificates.urls")),
    path("v/", include("apps.certificates.verify_urls")),
    path("directory/", include("apps.certificates.directory_urls")),
    path("changes/", include("apps.changes.urls")),
    path(".well-known/did.json", certificates.did_document, name="did-document"),
    path("api/v1/", include(api)),
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("demo/", include("apps.demo.urls")))

handler400 = "consortium.errors.bad_request"
handler403 = "consortium.errors.permission_denied"
handler404 = "consortium.errors.page_not_found"
handler500 = "consortium.errors.server_error"
