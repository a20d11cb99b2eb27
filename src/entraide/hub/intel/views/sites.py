"""Published sites of scam centres."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entraide.vocabulary import sites as vocabulary

from ..forms.choices import country_name
from ..models import Place


@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    marked = Counter(Place.objects.exclude(site="").values_list("site", flat=True))
    rows = [
        {"site": site, "country": country_name(site.country), "marked": marked[site.name]}
        for site in vocabulary.load().values()
    ]
    rows.sort(key=lambda row: (row["country"], row["site"].name))
    places = [
        {
            "lat": row["site"].lat,
            "lon": row["site"].lon,
            "radius_km": row["site"].radius_km,
            "label": row["site"].name,
            "about": f"{row['country']} · {_('within %s km') % format(row['site'].radius_km, 'g')}",
            "url": f"#{row['site'].key}",
        }
        for row in rows
    ]
    return render(request, "intel/sites.html", {"rows": rows, "map": {"places": places}})
