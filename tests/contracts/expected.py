"""Who may open each route: written by hand, apart from what the views declare, so that each checks the other.

A new route needs a line here. Say who ought to get in; if that is not who does, the view's declaration is wrong.
"""

from tests.people import ANONYMOUS, EVERYBODY

ANYBODY = frozenset(EVERYBODY)
SIGNED_IN = ANYBODY - {ANONYMOUS}
ADMINISTRATOR = frozenset({"administrator"})
OFFICERS = ADMINISTRATOR | {"performance-officer"}
OVERSEERS = OFFICERS | {"auditor"}
STATUTORY = frozenset({"section-151-officer", "monitoring-officer"})
SENIORS = STATUTORY | {"director"}
READERS = (
    OVERSEERS
    | {"service-manager", "contributor", "democratic-services", "councillor", "analyst", "data-officer"}
    | SENIORS
)
PLAN_READERS = READERS - {"contributor", "analyst", "data-officer"}
LOADERS = OFFICERS | {"service-manager", "contributor", "data-officer"}
KEY_HOLDERS = OFFICERS | {"service-manager", "data-officer"}
JOB_FOLLOWERS = READERS - {"democratic-services", "councillor"} - STATUTORY
COMMITTEE_READERS = PLAN_READERS
COMMITTEE_WRITERS = OFFICERS | SENIORS | {"service-manager", "democratic-services"}
COMMITTEE_PUBLISHERS = frozenset({"administrator", "democratic-services", "monitoring-officer"})
SECTOR_READERS = READERS - {"contributor", "democratic-services", "data-officer"}
SECTOR_MANAGERS = OFFICERS | {"analyst"}
RETURN_READERS = OVERSEERS | SENIORS | {"service-manager", "democratic-services"}
SCORERS = frozenset({"performance-officer", "service-manager", "director"})  # of self-assessments
SERVICE_PLAN_READERS = OVERSEERS | SENIORS | {"service-manager", "councillor"}
RISK_READERS = OVERSEERS | SENIORS | {"service-manager", "councillor"}
RISK_WRITERS = OFFICERS | {"service-manager", "director", "monitoring-officer"}
RISK_MANAGERS = OFFICERS | {"director"}
ENTERERS = OFFICERS | {"service-manager", "contributor"}  # of values and commentary
ANSWERERS = OFFICERS | {"service-manager"}  # sign off values of their measures, draw process maps
COLLECTORS = OFFICERS | {"data-officer"}
APPROVERS = frozenset({"director", "section-151-officer"})  # of the quarterly report
PERFORMANCE_PUBLISHERS = OFFICERS | {"democratic-services"}
MARKERS = ANSWERERS | {"director"}
COMMENTARY_APPROVERS = MARKERS
SAVERS = READERS - {"contributor", "democratic-services", "auditor", "monitoring-officer"}
FEED_READERS = OVERSEERS | {"data-officer"}
FEED_MANAGERS = COLLECTORS
RECOMMENDERS = OFFICERS | {"democratic-services"}

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
    "account/keys/<id:key>/end/": KEY_HOLDERS,
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
    # clinics
    "clinics/": READERS,
    "clinics/plan/": OFFICERS,
    "clinics/<id:clinic>/": READERS,
    "clinics/<id:clinic>/begin/": OFFICERS,
    "clinics/<id:clinic>/add/": OFFICERS,
    "clinics/<id:clinic>/renew/": OFFICERS,
    "clinics/<id:clinic>/close/": OFFICERS,
    "clinics/<id:clinic>/pack.pdf": READERS,
    "clinics/<id:clinic>/pack.docx": READERS,
    "clinics/<id:clinic>/pack.pptx": READERS,
    "clinics/items/<id:item>/": OFFICERS,
    "clinics/items/<id:item>/action/": OFFICERS,
    # risks
    "risks/": RISK_READERS,
    "risks/heat-map/": RISK_READERS,
    "risks/register.csv": RISK_READERS,
    "risks/report.html": RISK_READERS,
    "risks/report.pdf": RISK_READERS,
    "risks/report.docx": RISK_READERS,
    "risks/report.xlsx": RISK_READERS,
    "risks/near-misses/": RISK_READERS,
    "risks/near-misses/add/": RISK_WRITERS,
    "risks/settings/": RISK_READERS,
    "risks/settings/matrix/": RISK_MANAGERS,
    "risks/settings/categories/usual/": RISK_MANAGERS,
    "risks/settings/categories/add/": RISK_MANAGERS,
    "risks/settings/categories/<id:category>/": RISK_MANAGERS,
    "risks/settings/categories/<id:category>/end/": RISK_MANAGERS,
    "risks/add/": RISK_WRITERS,
    "risks/proposals/<id:proposal>/": RISK_MANAGERS,
    "risks/controls/<id:control>/": RISK_WRITERS,
    "risks/controls/<id:control>/end/": RISK_WRITERS,
    "risks/controls/<id:control>/assurance/": RISK_WRITERS,
    "risks/links/<id:link>/end/": RISK_WRITERS,
    "risks/<id:risk>/": RISK_READERS,
    "risks/<id:risk>/change/": RISK_WRITERS,
    "risks/<id:risk>/score/": RISK_WRITERS,
    "risks/<id:risk>/review/": RISK_WRITERS,
    "risks/<id:risk>/level/": RISK_WRITERS,
    "risks/<id:risk>/close/": RISK_WRITERS,
    "risks/<id:risk>/open/": RISK_WRITERS,
    "risks/<id:risk>/control/": RISK_WRITERS,
    "risks/<id:risk>/action/": RISK_WRITERS,
    "risks/<id:risk>/measure/": RISK_WRITERS,
    # people
    "people/": OVERSEERS,
    "people/add/": ADMINISTRATOR,
    "people/roles/": OVERSEERS,
    "people/audit/": OVERSEERS | STATUTORY,
    "people/audit/download/": OVERSEERS | STATUTORY,
    "people/<id:person>/": OVERSEERS,
    "people/<id:person>/role/": ADMINISTRATOR,
    "people/<id:person>/role/<id:membership>/end/": ADMINISTRATOR,
    "people/<id:person>/stop/": ADMINISTRATOR,
    "people/<id:person>/restore/": ADMINISTRATOR,
    "people/<id:person>/link/": ADMINISTRATOR,
    "people/<id:person>/codes-off/": ADMINISTRATOR,
    # figures
    "figures/<id:series>/<date:start>/": ANYBODY,
    "loads/": READERS,
    "loads/new/": LOADERS,
    "loads/<id:pk>/": READERS,
    "loads/<id:pk>/rejects.csv": READERS,
    "jobs/<id:pk>/": JOB_FOLLOWERS,
    "jobs/<id:pk>/cancel/": JOB_FOLLOWERS,
    "measures/": ANYBODY,
    "measures/<slug:measure>/": ANYBODY,
    "measures/<slug:measure>/<place:code>/": ANYBODY,
    "measures/<slug:measure>/<place:code>/benchmark.csv": ANYBODY,
    "measures/<slug:measure>/<place:code>/benchmark.json": ANYBODY,
    # performance
    "scorecard/": READERS,
    "scorecard/marks/<id:event>/withdraw/": MARKERS,
    "scorecard/<slug:measure>/": READERS,
    "scorecard/<slug:measure>/mark/": MARKERS,
    "scorecard/<slug:measure>/target/": READERS,  # only some may set one: the form is theirs, and the action asks
    # priorities, owners, services
    "priorities/": READERS,
    "priorities/add/": OFFICERS,
    "priorities/<id:priority>/": OFFICERS,
    "priorities/<id:priority>/measures/": OFFICERS,
    "priorities/<id:priority>/end/": OFFICERS,
    "priorities/owners/": READERS,
    "priorities/owners/<slug:measure>/": OFFICERS,
    "priorities/services/": READERS,
    "priorities/services/add/": ADMINISTRATOR,
    # the plan
    "plans/": PLAN_READERS,
    "plans/new/": OFFICERS,
    "plans/<id:plan>/": PLAN_READERS,
    "plans/<id:plan>/preview/": PLAN_READERS,
    "plans/<id:plan>/edit/<slug:theme>/": OFFICERS,
    "plans/<id:plan>/versions/<slug:theme>/": PLAN_READERS,
    "plans/import/": OFFICERS,
    "plan-check/": ANYBODY,
    "plans/<id:plan>/import/": OFFICERS,
    "plans/<id:plan>/check/": PLAN_READERS,
    "plans/<id:plan>/coverage/<place:question>/": OFFICERS,
    "plans/<id:plan>/comments/<slug:theme>/": PLAN_READERS,
    "plans/<id:plan>/comments/<id:comment>/resolve/": PLAN_READERS,
    "plans/<id:plan>/compare/": PLAN_READERS,
    "plans/<id:plan>/due/": OFFICERS,
    "plans/<id:plan>/sign-off/": frozenset({"director"}),
    "plans/<id:plan>/endorse/": frozenset({"democratic-services"}),
    "plans/<id:plan>/editions/<id:number>/": PLAN_READERS,
    "plans/<id:plan>/editions/<id:number>/confirm/": frozenset({"councillor"}),
    "plans/<id:plan>/editions/<id:number>/publish/": OFFICERS,
    "plans/<id:plan>/editions/<id:number>/submit/": OFFICERS,
    "plan/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/plan.pdf": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/editions/<id:number>/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/editions/<id:number>/plan.pdf": ANYBODY,
    # feeds
    "feeds/": FEED_READERS,
    "feeds/new/": FEED_MANAGERS,
    "feeds/new/<slug:plugin>/": FEED_MANAGERS,
    "feeds/<id:feed_setup>/": FEED_READERS,
    "feeds/<id:feed_setup>/change/": FEED_MANAGERS,
    "feeds/<id:feed_setup>/measures/": FEED_READERS,
    "feeds/<id:feed_setup>/run/": FEED_MANAGERS,
    "feeds/<id:feed_setup>/check/": FEED_MANAGERS,
    "feeds/<id:feed_setup>/active/": FEED_MANAGERS,
    "feeds/<id:feed_setup>/runs/<id:feed_run>/": FEED_READERS,
    # committee papers
    "committee/": COMMITTEE_READERS,
    "committee/rules/": COMMITTEE_PUBLISHERS,
    "committee/meetings/": COMMITTEE_READERS,
    "committee/meetings/new/": COMMITTEE_PUBLISHERS,
    "committee/meetings/<id:meeting>/cancel/": COMMITTEE_PUBLISHERS,
    "committee/forward-plan/": COMMITTEE_READERS,
    "committee/forward-plan/new/": COMMITTEE_WRITERS,
    "committee/forward-plan/<id:entry>/": COMMITTEE_READERS,
    "committee/forward-plan/<id:entry>/change/": COMMITTEE_WRITERS,
    "committee/forward-plan/<id:entry>/publish/": COMMITTEE_PUBLISHERS,
    "committee/forward-plan/<id:entry>/exception/": COMMITTEE_PUBLISHERS,
    "committee/forward-plan/<id:entry>/urgency/": COMMITTEE_PUBLISHERS,
    "committee/forward-plan/<id:entry>/take-off/": COMMITTEE_PUBLISHERS,
    "committee/reports/": COMMITTEE_READERS,
    "committee/reports/new/": COMMITTEE_WRITERS,
    "committee/reports/<id:report>/": COMMITTEE_READERS,
    "committee/reports/<id:report>/cover/": COMMITTEE_WRITERS,
    "committee/reports/<id:report>/edit/<slug:section>/": COMMITTEE_WRITERS,
    "committee/reports/<id:report>/versions/<slug:section>/": COMMITTEE_READERS,
    "committee/reports/<id:report>/sign/<slug:section>/": COMMITTEE_READERS,
    "committee/reports/<id:report>/read/": COMMITTEE_READERS,
    "committee/reports/<id:report>/report.pdf": COMMITTEE_READERS,
    "committee/reports/<id:report>/report.docx": COMMITTEE_READERS,
    "committee/reports/<id:report>/attach/": COMMITTEE_WRITERS,
    "committee/reports/<id:report>/files/<id:attachment>/": COMMITTEE_READERS,
    "committee/reports/<id:report>/files/<id:attachment>/end/": COMMITTEE_WRITERS,
    "committee/reports/<id:report>/publish/": COMMITTEE_PUBLISHERS,
    "committee/reports/<id:report>/decision/": COMMITTEE_PUBLISHERS,
    "committee/reports/<id:report>/withdraw/": COMMITTEE_PUBLISHERS,
    "committee/reports/<id:report>/correct/": COMMITTEE_WRITERS,
    "decisions/": ANYBODY,
    "decisions/<slug:organisation>/": ANYBODY,
    "decisions/<slug:organisation>/forward-plan/": ANYBODY,
    "decisions/<slug:organisation>/forward-plan.json": ANYBODY,
    "decisions/<slug:organisation>/reports/": ANYBODY,
    "decisions/<slug:organisation>/officers/": ANYBODY,
    "decisions/<slug:organisation>/reports/<id:report>/": ANYBODY,
    "decisions/<slug:organisation>/reports/<id:report>/report.pdf": ANYBODY,
    "decisions/<slug:organisation>/reports/<id:report>/report.docx": ANYBODY,
    "decisions/<slug:organisation>/files/<id:attachment>/": ANYBODY,
    "decisions/<slug:organisation>/meetings.ics": ANYBODY,
    "decisions/<slug:organisation>/feeds/<slug:feed>.atom": ANYBODY,
    "decisions/<slug:organisation>/feeds/<slug:feed>.rss": ANYBODY,
    # statutory returns
    "returns/": RETURN_READERS,
    "returns/all/": RETURN_READERS,
    "returns/add/": OFFICERS,
    "returns/add/<slug:known>/": OFFICERS,
    "returns/<id:statutory_return>/": RETURN_READERS,
    "returns/<id:statutory_return>/change/": OFFICERS,
    "returns/<id:statutory_return>/end/": OFFICERS,
    "returns/<id:statutory_return>/<date:period>/submit/": OFFICERS | {"service-manager"},
    "returns/<id:statutory_return>/<date:period>/due/": OFFICERS,
    "returns/evidence/<id:submission>/download/": RETURN_READERS,
    "returns/feeds/": RETURN_READERS,
    "returns/feeds/<id:feed>/end/": RETURN_READERS,
    "returns/calendar/<slug:token>.ics": ANYBODY,
    # progress: commitments and the yearly report
    "progress/": PLAN_READERS,
    "progress/add/": OFFICERS,
    "progress/from-plan/<id:plan>/<id:number>/": OFFICERS,
    "progress/reports/<id:plan>/<id:year>/": PLAN_READERS,
    "progress/reports/<id:plan>/<id:year>/publish/": OFFICERS,
    "commitments/<id:commitment>/": PLAN_READERS,
    "commitments/<id:commitment>/change/": OFFICERS,
    "commitments/<id:commitment>/update/": OFFICERS | {"service-manager"},
    "commitments/<id:commitment>/drop/": OFFICERS,
    "commitments/<id:commitment>/carry/": OFFICERS,
    "plan/<slug:organisation>/<slug:slug>/progress/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.pdf": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.docx": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.xlsx": ANYBODY,
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.csv": ANYBODY,
    # barriers and asks
    "barriers/": PLAN_READERS,
    "barriers/letter/": PLAN_READERS,
    "barriers/barriers.pdf": PLAN_READERS,
    "barriers/barriers.docx": PLAN_READERS,
    "barriers/barriers.xlsx": PLAN_READERS,
    "barriers/barriers.csv": PLAN_READERS,
    "barriers/add/": OFFICERS,
    "barriers/<id:barrier>/": PLAN_READERS,
    "barriers/<id:barrier>/change/": OFFICERS,
    "barriers/<id:barrier>/state/": OFFICERS,
    "barriers/<id:barrier>/ask/": OFFICERS,
    "barriers/asks/<id:ask>/": OFFICERS,
    # the sector review
    "sector/": SECTOR_READERS,
    "sector/new/": SECTOR_MANAGERS,
    "sector/<id:collection>/": SECTOR_READERS,
    "sector/<id:collection>/questions/<str:question>/": SECTOR_READERS,
    "sector/<id:collection>/themes/": SECTOR_READERS,
    "sector/<id:collection>/themes/<slug:topic>/": SECTOR_READERS,
    "sector/<id:collection>/barriers/": SECTOR_READERS,
    "sector/<id:collection>/savings/": SECTOR_READERS,
    "sector/<id:collection>/practice/": SECTOR_READERS,
    "sector/<id:collection>/ask/": SECTOR_READERS,
    "sector/<id:collection>/plans/": SECTOR_READERS,
    "sector/<id:collection>/plans/add/": SECTOR_MANAGERS,
    "sector/<id:collection>/plans/<id:collected>/": SECTOR_READERS,
    "sector/<id:collection>/plans/<id:collected>/withdraw/": SECTOR_MANAGERS,
    "sector/<id:collection>/again/": SECTOR_MANAGERS,
    "sector/<id:collection>/report.<slug:form>": SECTOR_READERS,
    # service plans and self-assessments
    "service-plans/": SERVICE_PLAN_READERS,
    "service-plans/new/": OFFICERS | {"service-manager"},
    "service-plans/<id:service_plan>/": SERVICE_PLAN_READERS,
    "service-plans/<id:service_plan>/edit/<slug:section>/": OFFICERS | {"service-manager"},
    "service-plans/<id:service_plan>/versions/<slug:section>/": SERVICE_PLAN_READERS,
    "service-plans/<id:service_plan>/actions/add/": OFFICERS | {"service-manager"},
    "service-plans/<id:service_plan>/actions/<id:action>/": OFFICERS | {"service-manager"},
    "service-plans/<id:service_plan>/approve/": frozenset({"director"}),
    "service-plans/<id:service_plan>/reopen/": OFFICERS | {"service-manager"},
    "service-plans/<id:service_plan>/close/": OFFICERS | {"service-manager"},
    "service-plans/<id:service_plan>/approvals/<id:approval>/": SERVICE_PLAN_READERS,
    "service-plans/<id:service_plan>/<slug:format>/download/": SERVICE_PLAN_READERS,
    "service-plans/<id:service_plan>/approvals/<id:approval>/<slug:format>/download/": SERVICE_PLAN_READERS,
    "service-plans/assessments/": SERVICE_PLAN_READERS,
    "service-plans/assessments/new/": OFFICERS | {"service-manager"},
    "service-plans/assessments/<id:assessment>/": SERVICE_PLAN_READERS,
    "service-plans/assessments/<id:assessment>/people/": OFFICERS | {"service-manager"},
    "service-plans/assessments/<id:assessment>/answer/": SCORERS,
    "service-plans/assessments/<id:assessment>/close/": OFFICERS | {"service-manager"},
    "service-plans/assessments/<id:assessment>/<slug:format>/download/": SERVICE_PLAN_READERS,
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
    "api/odata/": ANYBODY,
    "api/odata/$metadata": ANYBODY,
    "api/odata/<str:entity>": ANYBODY,
    "api/odata/<str:entity>/$count": ANYBODY,
    "api/figures.parquet": ANYBODY,
}

# Routes that answer 'not found' or 'cannot be read' to those who may open them, in the test world, and why.
ANSWERS: dict[str, set[int]] = {
    "account/with/<slug:provider_id>/": {404},  # no council sign-in is set up
    "account/with/<slug:provider_id>/back/": {404},
    "account/app/remove/": {404},  # nobody here has turned codes on
    "account/recovery/": {404},
    "account/keys/<id:key>/end/": {404},  # the key is another's, but for one
    "returns/feeds/<id:feed>/end/": {404, 405},  # the feed is another's, but for one; takes a POST alone
    "service-plans/assessments/<id:assessment>/answer/": {404},  # for those who were asked
    "returns/calendar/<slug:token>.ics": {404},  # a secret that nobody has
    "jobs/<id:pk>/": {404},  # a narrow role sees the work it started itself, and this is another's
    "jobs/<id:pk>/cancel/": {403, 404},  # who sees another's may not stop it
    "api/v1/": {404},
    "api/v1/<path:rest>": {404},
    "api/v1/observations": {422},  # asks for a measure
    "api/figures.parquet": {422},  # asks for a measure
}

# Routes whose arguments name nothing that is one council's own. Every other one hides its things from other councils.
SHARED: dict[str, str] = {
    "account/^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "a link that was sent by e-mail",
    "account/with/<slug:provider_id>/": "a way to sign in",
    "account/with/<slug:provider_id>/back/": "a way to sign in",
    "measures/<slug:measure>/": "the catalogue",
    "measures/<slug:measure>/<place:code>/": "a public comparison",
    "measures/<slug:measure>/<place:code>/benchmark.csv": "a public comparison",
    "measures/<slug:measure>/<place:code>/benchmark.json": "a public comparison",
    "scorecard/marks/<id:event>/withdraw/": MARKERS,
    "scorecard/<slug:measure>/": READERS,
    "scorecard/<slug:measure>/mark/": MARKERS,
    "scorecard/<slug:measure>/target/": "a measure, at the council of whoever asks",
    "priorities/owners/<slug:measure>/": "a measure, at the council of whoever asks",
    "decisions/<slug:organisation>/": "published papers",
    "decisions/<slug:organisation>/forward-plan/": "published papers",
    "decisions/<slug:organisation>/forward-plan.json": "published papers",
    "decisions/<slug:organisation>/reports/": "published papers",
    "decisions/<slug:organisation>/officers/": "published papers",
    "decisions/<slug:organisation>/reports/<id:report>/": "published papers",
    "decisions/<slug:organisation>/reports/<id:report>/report.pdf": "published papers",
    "decisions/<slug:organisation>/reports/<id:report>/report.docx": "published papers",
    "decisions/<slug:organisation>/files/<id:attachment>/": "published papers",
    "decisions/<slug:organisation>/meetings.ics": "published papers",
    "feeds/new/<slug:plugin>/": "a form that is empty",
    "decisions/<slug:organisation>/feeds/<slug:feed>.atom": "published papers",
    "decisions/<slug:organisation>/feeds/<slug:feed>.rss": "published papers",
    "returns/add/<slug:known>/": "the catalogue of returns",
    "returns/calendar/<slug:token>.ics": "a secret address",
    "plan/<slug:organisation>/<slug:slug>/": "a published plan",
    "plan/<slug:organisation>/<slug:slug>/plan.pdf": "a published plan",
    "plan/<slug:organisation>/<slug:slug>/editions/<id:number>/": "a published plan",
    "plan/<slug:organisation>/<slug:slug>/editions/<id:number>/plan.pdf": "a published plan",
    "plan/<slug:organisation>/<slug:slug>/progress/": "a published plan",
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/": "a published report",
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.pdf": "a published report",
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.docx": "a published report",
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.xlsx": "a published report",
    "plan/<slug:organisation>/<slug:slug>/progress/<id:year>/report.csv": "a published report",
    "api/v1/areas/<code>": "a place",
    "api/v1/measures/<measure>": "the catalogue",
    "api/v1/<path:rest>": "nothing at all",
    "api/odata/<str:entity>": "published statistics, and what the key's holder may read",
    "api/odata/<str:entity>/$count": "published statistics, and what the key's holder may read",
}
