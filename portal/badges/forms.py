"""What may be typed into the self-test of the badge."""

from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import StringField
from wtforms import validators as must

from portal.web.openform import OpenForm
from portal.web.typed import one_line


class SelfTestForm(OpenForm):
    """The address of the page to test."""

    page = StringField(
        _l("Address of the page with the badge"),
        description=_l("On one of the websites above, such as https://www.example.gov.uk/social-media."),
        widget=GovTextInput(),
        filters=[one_line],
        validators=[must.DataRequired(_l("Type the address of the page."))],
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "url", "autocapitalize": "none"},
    )

    def to_address(self) -> str:
        """The address as it was typed. Raises RuleBroken."""
        self.check()
        return self.page.data or ""
