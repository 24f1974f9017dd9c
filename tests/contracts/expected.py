"""Who may open each route: written by hand, apart from what the views declare, so that each checks the other.

A new route needs a line here. Say who ought to get in; if that is not who does, the view's declaration is wrong.
"""

from tests.people import ANONYMOUS, EVERYBODY

ANYBODY = frozenset(EVERYBODY)
SIGNED_IN = ANYBODY - {ANONYMOUS}
ADMINISTRATOR = frozenset({"administrator"})
OFFICERS = ADMINISTRATOR | {"performance-officer"}
OVERSEERS = OFFICERS | {"auditor"}
READERS = OVERSEERS | {"service-manager", "contributor", "democratic-services", "councillor"}
PLAN_READERS = READERS - {"contributor"}
LOADERS = OFFICERS | {"service-manager", "contributor"}
KEY_HOLDERS = OFFICERS | {"service-manager"}
JOB_FOLLOWERS = READERS - {"democratic-services", "councillor"}

# pattern to those who may open it
EXPECTED: dict[str, frozenset[str]] = {
    "": ANYBODY,
    "healthz": ANYBODY,
    "readyz": ANYBODY,
    # the site itself
    "about/": ANYBODY,
    "about/accessibility/": ANYBODY,
    "about/privacy/": ANYBODY,
    "about/api/": ANYBODY,
    # one's own account
    "account/": SIGNED_IN,
    "account/council/": SIGNED_IN,
    "account/keys/": KEY_HOLDERS,
    "account/keys/<int:key>/end/": KEY_HOLDERS,
    "account/sign-in/": ANYBODY,
    "account/sign-out/": ANYBODY,
    "account/stopped/": ANYBODY,
    "account/again/": SIGNED_IN,
    "account/password/": SIGNED_IN,
    "account/password/forgotten/": ANYBODY,
    "account/password/sent/": ANYBODY,
    "account/^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": ANYBODY,
    "account/password/set/": ANYBODY,
    "account/code/": ANYBODY,
    "account/code/again/": SIGNED_IN,
    "account/app/": SIGNED_IN,
    "account/app/remove/": SIGNED_IN,
    "account/recovery/": SIGNED_IN,
    "account/recovery/new/": SIGNED_IN,
    "account/with/cancelled/": ANYBODY,
    "account/with/<slug:provider_id>/": ANYBODY,
    "account/with/<slug:provider_id>/back/": ANYBODY,
    # people
    "people/": OVERSEERS,
    "people/add/": ADMINISTRATOR,
    "people/roles/": OVERSEERS,
    "people/audit/": OVERSEERS,
    "people/audit/download/": OVERSEERS,
    "people/<int:person>/": OVERSEERS,
    "people/<int:person>/role/": ADMINISTRATOR,
    "people/<int:person>/role/<int:membership>/end/": ADMINISTRATOR,
    "people/<int:person>/stop/": ADMINISTRATOR,
    "people/<int:person>/restore/": ADMINISTRATOR,
    "people/<int:person>/link/": ADMINISTRATOR,
    "people/<int:person>/codes-off/": ADMINISTRATOR,
    # figures
    "figures/<int:series>/<date:start>/": ANYBODY,
    "loads/": READERS,
    "loads/new/": LOADERS,
    "loads/<int:pk>/": READERS,
    "loads/<int:pk>/rejects.csv": READERS,
    "jobs/<int:pk>/": JOB_FOLLOWERS,
    "jobs/<int:pk>/cancel/": JOB_FOLLOWERS,
    "measures/": ANYBODY,
    "measures/<slug:measure>/": ANYBODY,
    "measures/<slug:measure>/<str:code>/": ANYBODY,
    "measures/<slug:measure>/<str:code>/benchmark.csv": ANYBODY,
    "measures/<slug:measure>/<str:code>/benchmark.json": ANYBODY,
    # performance
    "scorecard/": READERS,
    "scorecard/<slug:measure>/target/": READERS,  # only some may set one: the form is theirs, and the action asks
    # priorities, owners, services
    "priorities/": READERS,
    "priorities/add/": OFFICERS,
    "priorities/<int:priority>/": OFFICERS,
    "priorities/<int:priority>/measures/": OFFICERS,
    "priorities/<int:priority>/end/": OFFICERS,
    "priorities/owners/": READERS,
    "priorities/owners/<slug:measure>/": OFFICERS,
    "priorities/services/": READERS,
    "priorities/services/add/": ADMINISTRATOR,
    # the plan
    "plans/": PLAN_READERS,
    "plans/new/": OFFICERS,
    "plans/<int:plan>/": PLAN_READERS,
    "plans/<int:plan>/preview/": PLAN_READERS,
    "plans/<int:plan>/edit/<slug:theme>/": OFFICERS,
    "plans/<int:plan>/versions/<slug:theme>/": PLAN_READERS,
    "plans/<int:plan>/endorse/": frozenset({"democratic-services"}),
    "plans/<int:plan>/editions/<int:number>/": PLAN_READERS,
    "plans/<int:plan>/editions/<int:number>/confirm/": frozenset({"councillor"}),
    "plans/<int:plan>/editions/<int:number>/publish/": OFFICERS,
    "plan/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/plan.pdf": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/editions/<int:number>/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/editions/<int:number>/plan.pdf": ANYBODY,
    # the API: what it answers depends on the key (tests/web/test_api.py)
    "api/v1/": ANYBODY,
    "api/v1/openapi.json": ANYBODY,
    "api/v1/areas": ANYBODY,
    "api/v1/areas/<code>": ANYBODY,
    "api/v1/measures": ANYBODY,
    "api/v1/measures/<measure>": ANYBODY,
    "api/v1/observations": ANYBODY,
    "api/v1/observations/<series>/<start>": ANYBODY,
    "api/v1/sources": ANYBODY,
    "api/v1/<path:rest>": ANYBODY,
}

# Routes that answer 'not found' or 'cannot be read' to those who may open them, in the test world, and why.
ANSWERS: dict[str, int] = {
    "account/with/<slug:provider_id>/": 404,  # no council sign-in is set up
    "account/with/<slug:provider_id>/back/": 404,
    "account/app/remove/": 404,  # nobody here has turned codes on
    "account/recovery/": 404,
    "account/keys/<int:key>/end/": 404,  # the key is another's, but for one
    "jobs/<int:pk>/": 404,  # a narrow role sees the work it started itself, and this is another's
    "jobs/<int:pk>/cancel/": 404,
    "api/v1/": 404,
    "api/v1/<path:rest>": 404,
    "api/v1/observations": 422,  # asks for a measure
}
