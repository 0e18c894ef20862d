"""A council's page for search engines: schema.org, with the Mark as a certification."""

from portal.register.queries import CouncilPage

Json = dict[str, object]
MARK = "Social Media Friendly Mark"
_ACTIVE, _INACTIVE = "https://schema.org/CertificationActive", "https://schema.org/CertificationInactive"


def council_data(page: CouncilPage, home: str) -> Json:
    """What the page says of the council, as linked data; ``home`` is the portal's address without a slash."""
    award = page.award
    said: Json = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": f"{home}/register/{page.slug}",
        "name": page.name,
        "areaServed": page.region or page.nation,
    }
    if page.name_cy:
        said["alternateName"] = page.name_cy
    if page.websites:
        said["url"] = f"https://{page.websites[0]}"
    if award:
        said["sameAs"] = list(award.accounts)
        said["hasCertification"] = {
            "@type": "Certification",
            "name": MARK,
            "certificationIdentification": award.number,
            "certificationStatus": _ACTIVE if award.holds_the_mark else _INACTIVE,
            "validFrom": award.valid_from.isoformat(),
            "expires": award.held_until.isoformat(),
            "issuedBy": {"@type": "Organization", "name": "Local Government Association"},
            "url": f"{home}/verify/{award.number}",
        }
    return said
