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
