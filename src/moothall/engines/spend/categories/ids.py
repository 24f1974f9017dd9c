"""Categories that others lean on, by name. Each stands in proclass.toml, which the tests hold them against."""

# Agency and temporary staff of every kind
AGENCY_STAFF = ("staff/agency", "staff/agency-social-care", "staff/supply-teachers")
CONSULTANTS = ("consultancy",)  # a group: every category below it
# Placements billed at a price a week, where equal bills are no duplicates
PLACEMENTS = (
    "social-care-adult/residential",
    "social-care-adult/nursing",
    "social-care-adult/supported-living",
    "social-care-adult/extra-care",
    "social-care-children/residential",
    "social-care-children/fostering-agency",
    "social-care-children/leaving-care",
    "education/special-placements",
    "housing/temporary",
)
# What nobody could have bought elsewhere (`spend.settled`)
BY_LAW = ("taxes/precepts", "taxes/levies", "taxes/paye", "taxes/apprenticeship-levy")
TAXES = ("taxes",)
PAYROLL = ("payroll",)
AWARDS = (
    "people/benefits",
    "social-care-adult/direct-payments",
    "social-care-adult/personal-allowances",
    "social-care-children/foster-carers",
    "social-care-children/guardianship",
    "education/schools-funding",
)
TREASURY = ("treasury",)
GRANTS = ("grants",)
PEOPLE = ("people",)
PUBLIC_BODIES = ("public-bodies",)
GENERAL = "general"  # '<group>/general': the group is clear, which of its categories is not


def within(category: str | None, wanted: tuple[str, ...]) -> bool:
    """Whether a category is one of those wanted, or stands in a group that is."""
    return category is not None and (category in wanted or category.partition("/")[0] in wanted)
