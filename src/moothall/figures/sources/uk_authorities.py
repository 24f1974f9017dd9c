"""mySociety's table of UK local authorities: names, codes now and former, tiers, regions, and who took over whom."""

from moothall.figures.sources import Source

SOURCE = Source(
    id="uk-authorities",
    title="UK local authority names and codes",
    publisher="mySociety",
    licence="CC BY 4.0",
    url="https://github.com/mysociety/uk_local_authority_names_and_codes",
    reads="areas",
    columns={
        "register_code": ("local-authority-code",),
        "name": ("nice-name",),
        "official_name": ("official-name",),
        "area": ("gss-code",),
        "nation": ("nation",),
        "region": ("region",),
        "county": ("county-la",),
        "started": ("start-date",),
        "ended": ("end-date",),
        "replaced_by": ("replaced-by",),
        "former_codes": ("former-gss-codes",),
        "other_names": ("alt-names",),
    },
    needs=("register_code", "name", "area", "nation", "replaced_by"),
)
