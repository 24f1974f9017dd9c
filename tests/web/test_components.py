"""Every component as a browser reads it: parsed strictly, with hostile text in each place that takes text."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django import forms
from django.core.paginator import Paginator
from markupsafe import Markup

from moothall.kit.charts import Chart, Line, Sparkline, Trend, Unit
from moothall.web.templating import environment

HOSTILE = """<script>alert("1")</script>'"><img src=x onerror=a>{{ 7 * 7 }}"""
CSRF = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="x">')

SVG = "{http://www.w3.org/2000/svg}"

PAGES = environment()
PAGES.globals["static"] = lambda path: f"/static/{path}"


def macro(file: str, name: str, *args: Any, **kwargs: Any) -> Element:
    """A macro's markup, parsed: what is not well-formed HTML raises."""
    module = PAGES.get_template(f"components/{file}.jinja").module
    return parse(str(getattr(module, name)(*args, **kwargs)))


def parse(markup: str) -> Element:
    page = markup if markup.lstrip().startswith("<!DOCTYPE") else f"<!DOCTYPE html><title>t</title>{markup}"
    tree: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return tree


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def with_class(tree: Element, name: str) -> list[Element]:
    return [element for element in tree.iter() if name in element.get("class", "").split()]


def one(found: Iterator[Element] | list[Element]) -> Element:
    [element] = found
    return element


def safe(tree: Element) -> bool:
    """No hostile text became an element or an attribute, and none of it ran through the template engine."""
    names = {str(element.tag).removeprefix(SVG) for element in tree.iter()}
    attributes = {name for element in tree.iter() for name in element.attrib}
    return not names & {"script", "img"} and "onerror" not in attributes and "49" not in words(tree)


def page(template: str = "layouts/base.jinja", **context: Any) -> Element:
    return parse(PAGES.get_template(template).render(**context))


# The layout


def test_a_bare_page_needs_nothing_but_a_title() -> None:
    tree = page(page_title="Scorecard")
    assert words(one(tree.iter("title"))) == "Scorecard – Moothall"
    assert words(one(tree.iter("h1"))) == "Scorecard"
    assert one(tree.iter("html")).get("lang") == "en-GB"
    assert with_class(tree, "govuk-skip-link")[0].get("href") == "#" + str(one(tree.iter("main")).get("id"))


def test_a_full_page_says_where_the_reader_is_and_who_they_are() -> None:
    tree = page(
        page_title="Recycling",
        navigation=[
            {"text": "Home", "href": "/", "active": False},
            {
                "text": "Plan",
                "href": "/plan",
                "active": True,
                "rooms": [
                    {"text": "Write it", "href": "/plan", "active": False},
                    {"text": "Progress", "href": "/progress", "active": True, "here": False},
                ],
            },
        ],
        organisation=SimpleNamespace(name="Wickhollow"),
        organisation_switch_url="/switch",
        person="Priya Anand",
        sign_out_url="/out",
        csrf_input=CSRF,
        breadcrumbs=[{"text": "Home", "href": "/"}, {"text": "Recycling", "href": None}],
        demonstration=True,
        footer_links=[{"text": "Accessibility statement", "href": "/accessibility"}],
    )
    current = [a for a in tree.iter("a") if a.get("aria-current")]
    assert [words(a) for a in current] == ["Plan", "Progress"]
    assert [nav.get("aria-label") for nav in tree.iter("nav")] == ["Menu", "Plan", "Breadcrumb"]
    sign_out = one(tree.iter("form"))
    assert (sign_out.get("method"), sign_out.get("action")) == ("post", "/out")
    assert one(sign_out.iter("input")).get("name") == "csrfmiddlewaretoken"
    assert "Signed in as Priya Anand" in words(one(tree.iter("header")))
    assert "Wickhollow is fictional" in words(one(tree.iter("header")))
    assert "Accessibility statement" in words(one(tree.iter("footer")))


def test_no_page_carries_script_or_style_of_its_own() -> None:
    tree = page(page_title="Any", person="A", sign_out_url="/out", csrf_input=CSRF, demonstration=True)
    assert [script.get("src") for script in tree.iter("script")] == ["/static/built/app.js"]
    assert not list(tree.iter("style"))
    assert not [e for e in tree.iter() if any(n == "style" or n.startswith("on") for n in e.attrib)]


def test_hostile_text_stays_text_in_the_layout() -> None:
    link = {"text": HOSTILE, "href": "/?q=" + HOSTILE, "active": True}
    tree = page(
        page_title=HOSTILE,
        page_caption=HOSTILE,
        navigation=[link],
        breadcrumbs=[link],
        footer_links=[link],
        organisation=SimpleNamespace(name=HOSTILE),
        person=HOSTILE,
        data_licence=HOSTILE,
        messages=[SimpleNamespace(message=HOSTILE, level_tag="error")],
    )
    for script in [s for s in tree.iter("script") if s.get("src")]:
        script.tag = "known"
    assert safe(tree)
    assert HOSTILE.replace('"', "") in words(one(tree.iter("h1"))).replace('"', "")


@pytest.mark.parametrize(
    ("level", "role", "title"),
    [
        ("success", "alert", "Success"),
        ("error", "alert", "There is a problem"),
        ("warning", "region", "Warning"),
        ("info", "region", "Note"),
    ],
)
def test_messages_are_announced_by_how_much_they_matter(level: str, role: str, title: str) -> None:
    tree = page(page_title="Any", messages=[SimpleNamespace(message="12 rows loaded", level_tag=level)])
    banner = one(with_class(tree, "govuk-notification-banner"))
    assert banner.get("role") == role
    heading = one(banner.iter("h2"))
    assert (heading.get("id"), words(heading)) == (banner.get("aria-labelledby"), title)


@pytest.mark.parametrize("code", ["400", "403", "404", "429", "500"])
def test_error_pages_need_no_context(code: str) -> None:
    tree = page(f"errors/{code}.jinja")
    assert words(one(tree.iter("h1"))) in words(one(tree.iter("title")))
    assert words(one(tree.iter("main"))).endswith("Go to the home page")


def test_the_last_resort_is_whole_in_itself() -> None:
    source = PAGES.loader.get_source(PAGES, "errors/500.html")[0] if PAGES.loader else ""
    tree = parse(source)
    assert words(one(tree.iter("h1"))) == "Something went wrong"
    assert not list(tree.iter("link")) and "{" not in source


# Tables


def a_table(**options: Any) -> Element:
    columns = ["Measure", {"text": "Latest", "numeric": True}, {"text": "Change", "hidden": True}]
    rows = [
        ["Recycling", "36.8%", {"text": "Edit", "href": "/e?a=1&b=2"}],
        [HOSTILE, None, Markup("<b>x</b>")],
    ]
    return macro("table", "table", "Clean & green", columns, rows, **options)


def test_a_table_scrolls_in_a_region_of_its_own_name() -> None:
    tree = a_table()
    region = one(with_class(tree, "app-scroll"))
    assert (region.get("role"), region.get("tabindex"), region.get("aria-label")) == (
        "region",
        "0",
        "Clean & green",
    )
    assert words(one(region.iter("caption"))) == "Clean & green"


def test_numbers_align_right_under_their_heads_and_rows_are_headed() -> None:
    tree = a_table()
    heads = list(tree.iter("th"))
    assert [head.get("scope") for head in heads] == ["col", "col", "col", "row", "row"]
    assert words(with_class(tree, "govuk-table__header--numeric")[0]) == "Latest"
    assert [words(cell) for cell in with_class(tree, "govuk-table__cell--numeric")] == ["36.8%", "No value"]
    assert words(one(with_class(tree, "govuk-visually-hidden"))) == "Change"


def test_a_missing_value_is_said_and_hostile_cells_stay_text() -> None:
    tree = a_table(note=HOSTILE)
    assert words(one(with_class(tree, "app-missing"))) == "No value"
    assert safe(tree)
    assert one(tree.iter("a")).get("href") == "/e?a=1&b=2"
    assert words(one(tree.iter("b"))) == "x"


def test_a_number_in_a_cell_may_be_nought() -> None:
    tree = macro("table", "table", "T", ["A", "B"], [["a", Decimal(0)], ["b", None]])
    assert [words(cell) for cell in tree.iter("td")] == ["0", "No value"]


# Standing


KINDS = ("good", "watch", "poor", "none", "info")


def test_each_status_has_words_and_a_shape_of_its_own_besides_its_colour() -> None:
    trees = [macro("status", "status", kind) for kind in KINDS]
    assert len({words(one(with_class(tree, "app-status"))) for tree in trees}) == len(KINDS)
    assert len({one(tree.iter(f"{SVG}path")).get("d") for tree in trees}) == len(KINDS)
    assert {one(tree.iter(f"{SVG}svg")).get("aria-hidden") for tree in trees} == {"true"}


def test_each_kind_of_tag_has_a_colour() -> None:
    colours = {one(macro("status", "tag", "Draft", kind).iter("strong")).get("class") for kind in KINDS}
    assert len(colours) == len(KINDS)


def test_the_words_of_a_status_or_tag_can_be_ones_own_and_are_escaped() -> None:
    for name, arguments in (("status", ("good", HOSTILE)), ("tag", (HOSTILE, "good"))):
        tree = macro("status", name, *arguments)
        assert safe(tree) and "alert" in words(tree)


def test_a_trend_says_which_way_and_whether_that_is_good() -> None:
    assert words(one(with_class(macro("status", "trend", "down", "better"), "app-trend"))) == "Down: better"
    brief = macro("status", "trend", "up", brief=True)
    assert words(one(with_class(brief, "govuk-visually-hidden"))) == "Up"
    assert not with_class(brief, "app-trend--better") and not with_class(brief, "app-trend--worse")


# Lists


def test_a_summary_list_names_what_each_link_changes() -> None:
    rows = [("Period", HOSTILE), ("Denominator", None)]
    change = {"key": "Owner", "value": "Ada", "actions": [{"text": "Change", "href": "/c"}]}
    tree = macro("lists", "summary_list", [*rows, change])
    assert safe(tree)
    assert [words(term) for term in tree.iter("dt")] == ["Period", "Denominator", "Owner"]
    assert words(list(tree.iter("dd"))[1]) == "Not given"
    assert words(one(tree.iter("a"))) == "Change owner"


def test_pages_keep_the_filters_and_mark_the_one_that_is_open() -> None:
    tree = macro("lists", "pagination", Paginator(range(200), 10).page(7), "?q=a&page=")
    links = list(tree.iter("a"))
    assert [words(a) for a in links] == ["Previous page", "1", "6", "7", "8", "20", "Next page"]
    assert [words(a) for a in links if a.get("aria-current") == "page"] == ["7"]
    assert links[0].get("href") == "?q=a&page=6"
    assert one(tree.iter("nav")).get("aria-label") == "Pages"


def test_one_page_needs_no_pagination() -> None:
    assert not list(macro("lists", "pagination", Paginator(range(3), 10).page(1)).iter("nav"))


def test_cards_take_their_headings_level_and_show_nought_and_missing_apart() -> None:
    cards = [
        {"title": "Recycling", "href": "/m", "figure": 0, "unit": "%", "text": HOSTILE},
        {"title": HOSTILE, "figure": None},
        {"title": "Plan", "href": "/plan", "text": "Draft 3"},
    ]
    tree = macro("lists", "card_grid", cards, level=3)
    assert safe(tree)
    assert len(list(tree.iter("h3"))) == 3 and not list(tree.iter("h2"))
    assert [words(figure) for figure in with_class(tree, "app-card__figure")] == ["0 %", "No value"]


# Figures and charts


def a_chart(title: str = "Recycling rate") -> Chart:
    line = Line("Rossendale", (Decimal("31.2"), None, Decimal("36.8")))
    return Chart(title, "Defra", Trend(("2020-21", "2021-22", "2022-23"), line, Unit(suffix="%")))


def test_a_figure_says_where_its_link_leads() -> None:
    tree = macro("figures", "figure_link", HOSTILE, "/lineage/1", "Recycling rate, 2022-23")
    assert safe(tree)
    assert "(Recycling rate, 2022-23: where this figure comes from)" in words(one(tree.iter("a")))


def test_a_chart_has_its_table_its_words_and_its_source() -> None:
    chart = a_chart()
    tree = macro("figures", "chart", chart)
    figure = one(tree.iter("figure"))
    assert words(one(figure.iter("figcaption"))) == "Recycling rate"
    details = words(one(figure.iter("details")))
    assert " ".join(chart.description.split()) in details
    assert "36.8%" in details
    assert words(with_class(figure, "app-note")[-1]) == "Source: Defra"
    assert len(with_class(figure, "govuk-table__header--numeric")) == len(chart.table.columns) - 1


def test_a_hostile_chart_is_harmless() -> None:
    assert safe(macro("figures", "chart", a_chart(HOSTILE)))


def test_a_sparkline_fits_a_card() -> None:
    line = Line("Rossendale", (Decimal(1), Decimal(2)))
    spark = Chart("Recycling", "Defra", Sparkline(("2020-21", "2021-22"), line)).svg
    tree = macro("lists", "card_grid", [{"title": "Recycling", "figure": "2", "spark": spark}])
    assert len(list(one(with_class(tree, "app-spark")))) == 1


# Jobs


def a_job(**fields: Any) -> SimpleNamespace:
    job = {
        "title": HOSTILE,
        "message": "3 rows read",
        "done": 3,
        "total": 12,
        "state": "running",
        "finished": False,
    }
    return SimpleNamespace(**(job | fields), get_state_display=lambda: "waiting to start")


def test_a_running_job_is_told_by_a_bar_and_in_words_with_a_way_to_look_again() -> None:
    tree = macro("progress", "progress", a_job(), "/jobs/1")
    bar = one(tree.iter("progress"))
    assert (bar.get("value"), bar.get("max")) == ("3", "12")
    assert bar.get("aria-labelledby") == one(tree.iter("h2")).get("id")
    assert words(one(e for e in tree.iter("p") if e.get("role") == "status")) == "25%: 3 rows read"
    assert one(tree.iter("a")).get("href") == "/jobs/1"
    assert safe(tree)
    assert "refresh" not in {meta.get("http-equiv") for meta in tree.iter("meta")}


def test_a_job_of_unknown_length_has_no_share_done() -> None:
    tree = macro("progress", "progress", a_job(total=0, done=0, message=""))
    assert one(tree.iter("progress")).get("value") is None
    assert "Waiting to start" in words(tree) and "%" not in words(one(with_class(tree, "govuk-body")[:1]))


@pytest.mark.parametrize(("state", "bars"), [("done", 1), ("failed", 0), ("cancelled", 0)])
def test_only_a_job_that_succeeded_shows_a_full_bar(state: str, bars: int) -> None:
    tree = macro("progress", "progress", a_job(state=state, finished=True))
    assert len(list(tree.iter("progress"))) == bars
    assert not list(tree.iter("a"))


# Forms


class MeasureForm(forms.Form):
    name = forms.CharField(label="Name <of> it", help_text="As on the scorecard", max_length=80)
    email = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    target = forms.DecimalField(min_value=0)
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    area = forms.ChoiceField(
        choices=[("", "Choose"), ("District", [("E1", "Bromsgrove"), ("E2", HOSTILE)])], help_text="A council"
    )
    basis = forms.ChoiceField(widget=forms.RadioSelect, choices=[("p", "In period"), ("y", "Year to date")])
    roles = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, choices=[("a", "Auditor"), ("c", HOSTILE)]
    )
    agree = forms.BooleanField(label="I have checked")
    due = forms.DateField(widget=forms.SelectDateWidget, help_text="For example, 27 3 2026")
    upload = forms.FileField(widget=forms.FileInput(attrs={"accept": ".csv"}))
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        if self.data.get("name") == HOSTILE:
            raise forms.ValidationError(f"Not {HOSTILE}")


SENT = {
    "name": "Recycling",
    "email": "",
    "target": "1.50",
    "password": "secret",
    "note": "\n<b>one\n  two",
    "area": "E2",
    "basis": "y",
    "roles": ["c"],
    "agree": "on",
    "due_day": "31",
    "due_month": "2",
    "due_year": "2026",
    "token": '"><script>',
}


def controls(tree: Element) -> dict[str, Element]:
    return {str(e.get("name")): e for e in tree.iter() if e.tag in ("input", "select", "textarea")}


def fields(form: forms.Form) -> Element:
    return macro("forms", "form_fields", form)


def test_every_control_has_a_label_and_an_id_of_its_own() -> None:
    tree = fields(MeasureForm())
    labelled = {label.get("for") for label in tree.iter("label")}
    shown = [e for e in tree.iter() if e.tag in ("input", "select", "textarea") and e.get("type") != "hidden"]
    assert {e.get("id") for e in shown} <= labelled
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert safe(tree)


def test_what_was_sent_comes_back_but_never_a_password() -> None:
    tree = fields(MeasureForm(SENT))
    found = controls(tree)
    assert (found["name"].get("value"), found["target"].get("value")) == ("Recycling", "1.50")
    assert found["token"].get("value") == SENT["token"]
    assert found["password"].get("value") is None
    assert (found["due_day"].get("value"), found["due_year"].get("value")) == ("31", "2026")
    assert [o.get("value") for o in tree.iter("option") if o.get("selected") is not None] == ["E2"]
    ticked = {(e.get("name"), e.get("value")) for e in tree.iter("input") if e.get("checked") is not None}
    assert ticked == {("basis", "y"), ("roles", "c"), ("agree", "on")}
    assert safe(tree)


def test_text_in_a_text_area_comes_back_to_the_letter() -> None:
    sent = fields(MeasureForm(SENT)).find(".//textarea")
    assert sent is not None and "".join(sent.itertext()).lstrip("\n") == str(SENT["note"]).lstrip("\n")


def test_hints_errors_and_autocomplete_reach_the_control() -> None:
    tree = fields(MeasureForm(dict(SENT, name="", area="", email="x")))
    found, ids = controls(tree), {e.get("id") for e in tree.iter()}
    for name in ("name", "area"):
        described = str(found[name].get("aria-describedby")).split()
        assert described == [f"id_{name}-hint", f"id_{name}-error"] and set(described) <= ids
    assert (found["email"].get("type"), found["email"].get("autocomplete")) == ("email", "email")
    assert found["password"].get("autocomplete") == "new-password"
    assert (found["name"].get("maxlength"), found["upload"].get("accept")) == ("80", ".csv")
    assert (found["target"].get("type"), found["target"].get("inputmode")) == ("text", "decimal")
    assert found["note"].get("rows") == "3"


def test_groups_of_choices_are_fieldsets_with_legends_and_dates_have_three_parts() -> None:
    tree = fields(MeasureForm())
    assert [words(legend) for legend in tree.iter("legend")] == ["Basis", "Roles", "Due"]
    assert one(tree.iter("optgroup")).get("label") == "District"
    assert {"due_day", "due_month", "due_year"} <= controls(tree).keys()


def test_what_may_be_left_out_says_so_except_where_all_may() -> None:
    form = MeasureForm()
    assert "Email (optional)" in words(fields(form))
    assert "(optional)" not in words(macro("forms", "filter_form", form))


def test_the_summary_links_every_error_to_a_control_that_is_there() -> None:
    form = MeasureForm({"name": HOSTILE, "due_day": "31", "due_month": "2", "due_year": "2026"})
    tree, body = macro("forms", "form_errors", form), fields(form)
    ids = {e.get("id") for e in body.iter()}
    links = [str(a.get("href")) for a in tree.iter("a")]
    assert "#id_due-day" in links and "#id_basis" in links
    assert {link.removeprefix("#") for link in links} <= ids
    assert one(e for e in tree.iter("div") if e.get("role") == "alert") is not None
    assert safe(tree) and "Not <script>" in words(tree)


def test_a_page_whose_form_failed_says_so_first_in_its_title() -> None:
    failed = page(page_title="Add a measure", form=MeasureForm({}))
    assert words(one(failed.iter("title"))) == "Error: Add a measure – Moothall"
    assert with_class(failed, "govuk-error-summary")
    fresh = page(page_title="Add a measure", form=MeasureForm())
    assert words(one(fresh.iter("title"))) == "Add a measure – Moothall"
    assert not with_class(fresh, "govuk-error-summary")


def test_a_filter_gets_and_a_confirmation_posts_with_its_token() -> None:
    filters = one(macro("forms", "filter_form", MeasureForm(), clear_href="/all").iter("form"))
    assert (filters.get("method"), filters.get("role")) == ("get", "search")
    confirm = one(macro("forms", "confirm_form", CSRF, "Withdraw the plan", "/plan").iter("form"))
    assert confirm.get("method") == "post"
    assert "csrfmiddlewaretoken" in controls(confirm)
    assert words(one(confirm.iter("button"))) == "Withdraw the plan"
    assert one(confirm.iter("a")).get("href") == "/plan"


# Notices


def test_empty_warning_and_phase_take_text_as_text() -> None:
    empty = macro("notices", "empty", HOSTILE, {"text": "Load a return", "href": "/load"})
    assert safe(empty) and one(empty.iter("a")).get("href") == "/load"
    assert safe(macro("notices", "phase_banner", HOSTILE, HOSTILE))
    warning = macro("notices", "warning", HOSTILE)
    assert safe(warning) and words(one(warning.iter("strong"))).startswith("Warning <script>")


def test_headings_on_a_page_of_components_never_skip_a_level() -> None:
    main = (
        '{% extends "layouts/base.jinja" %}{% from "components/lists.jinja" import card_grid %}'
        '{% from "components/figures.jinja" import chart %}{% block content %}'
        '{{ card_grid([{"title": "a", "href": "/"}]) }}{{ chart(picture) }}{% endblock %}'
    )
    tree = parse(PAGES.from_string(main).render(page_title="Home", picture=a_chart()))
    levels = [int(str(e.tag)[1]) for e in tree.iter() if str(e.tag) in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
