"""The kinds of body that may apply (C1 of docs/process.md) and where they are."""

from enum import StrEnum

from portal.kernel.words import Words, words


class Kind(StrEnum):
    """The values are the ``authority_types`` of the criteria."""

    COUNTY = "county"
    DISTRICT = "district"
    UNITARY = "unitary"
    METROPOLITAN = "metropolitan"
    LONDON_BOROUGH = "london_borough"
    WELSH_PRINCIPAL = "welsh_principal"
    FIRE_RESCUE = "fire_rescue"
    COMBINED_AUTHORITY = "combined_authority"
    NATIONAL_PARK = "national_park"


class Nation(StrEnum):
    """Membership of the Local Government Association covers these two."""

    ENGLAND = "England"
    WALES = "Wales"


KIND_WORDS: dict[Kind, Words] = {
    Kind.COUNTY: words("County council"),
    Kind.DISTRICT: words("District council"),
    Kind.UNITARY: words("Unitary council"),
    Kind.METROPOLITAN: words("Metropolitan district council"),
    Kind.LONDON_BOROUGH: words("London borough"),
    Kind.WELSH_PRINCIPAL: words("Welsh principal council"),
    Kind.FIRE_RESCUE: words("Fire and rescue authority"),
    Kind.COMBINED_AUTHORITY: words("Combined authority"),
    Kind.NATIONAL_PARK: words("National park authority"),
}

# The regions of England as the Office for National Statistics names them, and both nations.
AREA_WORDS: dict[str, Words] = {
    "North East": words("North East"),
    "North West": words("North West"),
    "Yorkshire and The Humber": words("Yorkshire and The Humber"),
    "West Midlands": words("West Midlands"),
    "East Midlands": words("East Midlands"),
    "East of England": words("East of England"),
    "South West": words("South West"),
    "South East": words("South East"),
    "London": words("London"),
    "England": words("England"),
    "Wales": words("Wales"),
}


def area_words(area: str) -> Words:
    """How a region or a nation is called; one that the register has since begun to name, as the register does."""
    return AREA_WORDS.get(area) or words("%(area)s", area=area)
