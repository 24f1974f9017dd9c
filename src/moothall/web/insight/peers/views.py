"""Groups of comparators: chosen by characteristics or by hand, kept, shown with their working, ended."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from moothall.core.errors import NotPossible
from moothall.core.permission import may
from moothall.engines.peers import Choice
from moothall.figures import queries as figures
from moothall.figures.measures import catalogue
from moothall.figures.models import Area
from moothall.insight import actions, queries
from moothall.insight.queries import Candidates
from moothall.kit.numbers import show
from moothall.web.access import needs, person_of
from moothall.web.context import who_and_where
from moothall.web.insight.explorer.state import Asked
from moothall.web.insight.peers.forms import ByHand, Choosing, Named
from moothall.web.plan.days import day
from moothall.web.submitting import acted, sent, told

if TYPE_CHECKING:
    from moothall.insight.models import PeerGroup

SAVE = "insight.save"
Row = list[Any]


@needs("figures.read")
def groups(request: HttpRequest) -> HttpResponse:
    """The groups that stand, for every council or for one."""
    person, here = who_and_where(request)
    asked = _area(request.GET.get("area", ""))
    found = queries.groups(person, asked)
    context = {
        "found": found,
        "names": figures.areas_called(sorted({it.area_code for it in found})),
        "area": asked or _area(here.area_code),
        "only": asked,
        "day": day,
        "may_save": may(person, SAVE, here),
    }
    return render(request, "insight/peer_groups.jinja", context)


@needs("figures.read")
def group(request: HttpRequest, group: int) -> HttpResponse:
    """One group: its members, and the working that chose them."""
    it = _group(request, group)
    names = {code: area.name for code, area in figures.areas_called([it.area_code, *it.members]).items()}
    by, members = queries.said_of(it.working, names)
    titles = {one.id: one.title for one in catalogue().values()}
    context = {
        "it": it,
        "names": names,
        "by": by,
        "members": members,
        "imputed": [titles.get(one, one) for one in it.working.get("imputed", {}).get(it.area_code, [])],
        "explore": Asked(area=it.area_code, peers=f"group-{it.pk}").at("explore"),
        "day": day,
        "may_save": may(request.user, SAVE, it.organisation) and it.ended_at is None,
    }
    return render(request, "insight/peer_group.jinja", context)


@needs(SAVE)
def choose(request: HttpRequest) -> HttpResponse:
    """Chooses by characteristics: the choices are in the address, and what they choose is shown before it is kept."""
    person, here = who_and_where(request)
    area = _area(request.GET.get("area") or here.area_code)
    if area is None:
        raise Http404
    held = [measure for measure, published in queries.held(person, area).items() if published]
    wanted = request.GET.getlist("by")[: queries.MOST_CHARACTERISTICS + 1]
    form = Choosing(request.GET if wanted else None, held, wanted)
    problem, found, choice = "", None, None
    if wanted and form.is_valid():
        any_type = form.cleaned_data["any_type"]
        try:
            found = queries.candidates(person, area, form.cleaned_data["by"], any_type=any_type)
            choice = queries.nearest_to(
                found, k=form.cleaned_data["k"] or 15, weights=form.weights, any_type=any_type
            )
        except NotPossible as fault:
            problem = str(fault)
    named = Named(request.POST or None)

    def act() -> str:
        if found is None or choice is None:
            raise NotPossible("Choose at least one characteristic first.")
        made = actions.keep_group(
            person,
            organisation=here,
            area=area,
            title=named.cleaned_data["title"],
            members=choice.codes,
            choice=choice,
            periods={name: it.label for name, it in found.periods.items()},
        )
        return reverse("peer-group", args=[made.pk])

    done = acted(request, named, act, "The group is kept: it can be chosen wherever comparators are.")
    if done:
        return done
    context = {
        "area": area,
        "choosing": form,
        "problem": problem,
        "form": named if request.method == "POST" else form,
        "named": named,
        "rows": _rows(found, choice) if found and choice else [],
        "columns": _columns(found) if found else [],
        "by": _by(found, choice) if found and choice else [],
        "choice": choice,
        "by_hand": f"{reverse('peer-group-pick')}?{urlencode({'area': area.code})}",
    }
    return render(request, "insight/choose_peers.jinja", context)


@needs(SAVE)
def pick(request: HttpRequest) -> HttpResponse:
    """Keeps a group of councils named by hand."""
    person, here = who_and_where(request)
    area = _area(request.GET.get("area") or here.area_code)
    if area is None:
        raise Http404
    form = ByHand(request.POST or None)

    def act(title: str, councils: str) -> str:
        made = actions.keep_group(
            person, organisation=here, area=area, title=title, members=queries.picked(area, councils)
        )
        return reverse("peer-group", args=[made.pk])

    said = "The group is kept: it can be chosen wherever comparators are."
    done = sent(request, form, act, said)
    alike = sorted(name for code, name in queries.alike(area).items() if code != area.code)
    return done or render(request, "insight/pick_peers.jinja", {"form": form, "area": area, "alike": alike})


@needs(SAVE)
@require_POST
def end(request: HttpRequest, group: int) -> HttpResponse:
    """Takes a group from the choices."""
    it = _group(request, group)
    with told(request):
        actions.end_group(person_of(request), group=it)
        messages.success(request, f"‘{it.title}’ is ended: it is no longer among the choices.")
    return redirect("peer-groups")


def _columns(found: Candidates) -> list[Any]:
    figures_of = [
        {"text": f"{it.title}, {found.periods[it.id].label}", "numeric": True} for it in found.measures
    ]
    return ["Council", {"text": "Distance", "numeric": True}, *figures_of]


def _rows(found: Candidates, choice: Choice) -> list[Row]:
    """The council itself, then the nearest, each with its distance; a figure that was given is said to be."""
    known = {it.code: it for it in found.councils}
    apart = {choice.own: None} | {it.code: it.distance for it in choice.members}
    return [
        [
            f"{known[code].name} (this council)" if code == choice.own else known[code].name,
            "–" if distance is None else f"{distance:.3f}",
            *(_figure(known[code].characteristics.get(it.id), it.unit, it.decimals) for it in found.measures),
        ]
        for code, distance in apart.items()
    ]


def _figure(value: Any, unit: str, decimals: int) -> str:
    return "No figure: given the median" if value is None else show(value, unit, decimals)


def _by(found: Candidates, choice: Choice) -> list[Row]:
    titles = {it.id: it.title for it in found.measures}
    counted = [
        [
            titles[it.name],
            found.periods[it.name].label,
            f"{it.weight:g}",
            f"{len(it.missing)} of {choice.pool}" if it.missing else "None",
        ]
        for it in choice.characteristics
    ]
    return counted + [
        [titles[name], found.periods[name].label, "Not counted", why] for name, why in choice.dropped
    ]


def _area(code: str) -> Area | None:
    text = code.strip()[:20]
    return figures.area(text) if text and text.isprintable() else None


def _group(request: HttpRequest, pk: int) -> "PeerGroup":
    it = queries.group(person_of(request), pk)
    if it is None:
        raise Http404
    return it
