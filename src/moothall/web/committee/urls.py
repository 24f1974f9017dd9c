"""Committee papers: /committee/ is where officers work, /decisions/ where anyone reads."""

from django.urls import URLPattern, path

from moothall.web.committee import feeds, forward, papers, public, reports

urlpatterns: list[URLPattern] = [
    path("committee/", reports.overview, name="committee"),
    path("committee/rules/", forward.rules, name="committee-rules"),
    path("committee/meetings/", forward.meetings, name="committee-meetings"),
    path("committee/meetings/new/", forward.new_meeting, name="committee-meeting-new"),
    path("committee/meetings/<id:meeting>/cancel/", forward.cancel_meeting, name="committee-meeting-cancel"),
    path("committee/forward-plan/", forward.entries, name="committee-forward"),
    path("committee/forward-plan/new/", forward.new_entry, name="committee-entry-new"),
    path("committee/forward-plan/<id:entry>/", forward.entry, name="committee-entry"),
    path("committee/forward-plan/<id:entry>/change/", forward.change_entry, name="committee-entry-change"),
    path("committee/forward-plan/<id:entry>/publish/", forward.publish_entry, name="committee-entry-publish"),
    path("committee/forward-plan/<id:entry>/exception/", forward.exception, name="committee-entry-exception"),
    path("committee/forward-plan/<id:entry>/urgency/", forward.urgency, name="committee-entry-urgency"),
    path("committee/forward-plan/<id:entry>/take-off/", forward.end_entry, name="committee-entry-end"),
    path("committee/reports/", reports.reports, name="committee-reports"),
    path("committee/reports/new/", reports.new, name="committee-report-new"),
    path("committee/reports/<id:report>/", reports.report, name="committee-report"),
    path("committee/reports/<id:report>/cover/", reports.cover, name="committee-cover"),
    path("committee/reports/<id:report>/edit/<slug:section>/", reports.edit, name="committee-edit"),
    path(
        "committee/reports/<id:report>/versions/<slug:section>/", reports.versions, name="committee-versions"
    ),
    path("committee/reports/<id:report>/sign/<slug:section>/", reports.sign, name="committee-sign"),
    path("committee/reports/<id:report>/read/", papers.read, name="committee-read"),
    path("committee/reports/<id:report>/report.pdf", papers.pdf, name="committee-pdf"),
    path("committee/reports/<id:report>/report.docx", papers.docx, name="committee-docx"),
    path("committee/reports/<id:report>/attach/", papers.attach, name="committee-attach"),
    path("committee/reports/<id:report>/files/<id:attachment>/", papers.file, name="committee-file"),
    path("committee/reports/<id:report>/files/<id:attachment>/end/", papers.end, name="committee-file-end"),
    path("committee/reports/<id:report>/publish/", papers.publish, name="committee-publish"),
    path("committee/reports/<id:report>/decision/", papers.decide, name="committee-decide"),
    path("committee/reports/<id:report>/withdraw/", papers.withdraw, name="committee-withdraw"),
    path("committee/reports/<id:report>/correct/", papers.revise, name="committee-revise"),
    path("decisions/", public.councils, name="public-decisions"),
    path("decisions/<slug:organisation>/", public.council, name="public-council-decisions"),
    path("decisions/<slug:organisation>/forward-plan/", public.forward_plan, name="public-forward-plan"),
    path("decisions/<slug:organisation>/forward-plan.json", public.forward_json, name="public-forward-json"),
    path("decisions/<slug:organisation>/reports/", public.reports, name="public-committee-reports"),
    path("decisions/<slug:organisation>/officers/", public.officers, name="public-officer-decisions"),
    path("decisions/<slug:organisation>/reports/<id:report>/", public.report, name="public-committee-report"),
    path(
        "decisions/<slug:organisation>/reports/<id:report>/report.pdf",
        public.pdf,
        name="public-committee-pdf",
    ),
    path(
        "decisions/<slug:organisation>/reports/<id:report>/report.docx",
        public.docx,
        name="public-committee-docx",
    ),
    path("decisions/<slug:organisation>/files/<id:attachment>/", public.file, name="public-committee-file"),
    path("decisions/<slug:organisation>/meetings.ics", feeds.meetings, name="public-meetings-ics"),
    path("decisions/<slug:organisation>/feeds/<slug:feed>.atom", feeds.atom, name="public-committee-atom"),
    path("decisions/<slug:organisation>/feeds/<slug:feed>.rss", feeds.rss, name="public-committee-rss"),
]
