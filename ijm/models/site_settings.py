"""What staff decide about the site as a whole: names, texts, menu."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.kept import kept
from ijm.models.changing import Changing
from ijm.zones import known_zone


@pghistory.track()
class SiteSettings(Changing):
    """One row. `SiteSettings.current()` is what pages read."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(
        _("name"), max_length=80, help_text=_("As people call the charity.")
    )
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    legal_name = models.CharField(
        _("legal name"),
        max_length=160,
        help_text=_("As registered. Shown at the foot of each page and on receipts."),
    )
    registration_line = models.CharField(
        _("registration"),
        max_length=240,
        blank=True,
        help_text=_("Numbers a donor can look up, like “ABN 00 000 000 000”."),
    )
    tax_line = models.CharField(_("tax status of gifts"), max_length=240, blank=True)
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail for visitors"))
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="AUD",
        validators=[
            RegexValidator(r"^[A-Z]{3}$", _("Write three capital letters, like AUD."))
        ],
    )
    give_label = models.CharField(_("give button"), max_length=30, default="Give")
    give_once_heading = models.CharField(
        _("give once: heading"), max_length=80, default="Give once"
    )
    give_once_text = models.CharField(
        _("give once: text"), max_length=300, default="One gift, one step of a case."
    )
    partner_heading = models.CharField(
        _("give monthly: heading"), max_length=80, default="Become a Freedom Partner"
    )
    partner_text = models.CharField(
        _("give monthly: text"),
        max_length=300,
        default="Cases take years. A gift every month stays until the end.",
    )
    sign_up_heading = models.CharField(_("sign-up heading"), max_length=80)
    sign_up_text = models.CharField(_("sign-up text"), max_length=240)
    portal_heading = models.CharField(_("donor portal heading"), max_length=80)
    portal_text = models.CharField(_("donor portal text"), max_length=240)
    safety_text = models.CharField(
        _("if you are in danger"),
        max_length=240,
        help_text=_("One calm sentence; the link to the help page follows it."),
    )
    how_we_tell = models.TextField(
        _("how we tell stories"),
        blank=True,
        help_text=_("Closes each story that has no such note of its own."),
    )
    bank_details = models.TextField(
        _("bank details for gifts"),
        blank=True,
        help_text=_("One line each, “Account name: …”. Printed with a reference."),
    )

    # Beside the charity's own, which is TIME_ZONE.
    further_zones = ArrayField(
        models.CharField(max_length=64, validators=[known_zone]),
        verbose_name=_("further clocks"),
        default=list,
        blank=True,
        size=4,
        help_text=_("Where colleagues and readers are. Plans show these clocks, too."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("site settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="site_settings_is_one_row"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "SiteSettings":
        """The settings with their lists loaded, kept until the next generation."""
        return kept("site settings", cls._with_lists)

    @classmethod
    def _with_lists(cls) -> "SiteSettings":
        found = (
            cls.objects.prefetch_related(
                "menu_items", "social_links", "sister_sites"
            ).first()
            or cls.unwritten()
        )
        if found._state.adding:
            found.menu, found.footer_links = [], []
            return found
        items = list(found.menu_items.all())
        found.menu = [item for item in items if item.where == MenuItem.HEADER]
        found.footer_links = [item for item in items if item.where == MenuItem.FOOTER]
        return found

    @classmethod
    def unwritten(cls) -> "SiteSettings":
        """What an empty installation shows until its first settings are saved."""
        return cls(
            name="New charity",
            legal_name="New charity",
            email="hello@example.org",
            sign_up_heading="Email updates",
            sign_up_text="Stories from the field, events in your area, ways to help.",
            portal_heading="Donor Portal",
            portal_text="Review your giving, tax statements and contact details.",
            safety_text="Call your local emergency number first.",
        )

    menu: list["MenuItem"]
    footer_links: list["MenuItem"]

    @property
    def zones(self) -> list[str]:
        """The charity's own first, each once."""
        return list(dict.fromkeys([settings.TIME_ZONE, *self.further_zones]))

    @property
    def bank_lines(self) -> list[tuple[str, str]]:
        """`bank_details` as (label, value), one for each line that has a colon."""
        rows = (line.partition(":") for line in self.bank_details.splitlines())
        return [(label.strip(), value.strip()) for label, colon, value in rows if colon]


class MenuItem(models.Model):
    HEADER, FOOTER = "header", "footer"

    settings = models.ForeignKey(
        SiteSettings, on_delete=models.CASCADE, related_name="menu_items"
    )
    where = models.CharField(
        _("where"),
        max_length=8,
        choices=[(HEADER, _("Top of the page")), (FOOTER, _("Foot of the page"))],
        default=HEADER,
    )
    label = models.CharField(_("words"), max_length=40)
    url = models.CharField(
        _("address"), max_length=200, help_text=_("Like /stories/ or https://…")
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        ordering = ["where", "position", "pk"]

    def __str__(self) -> str:
        return self.label


class SocialLink(models.Model):
    NETWORKS = [
        ("facebook", "Facebook"),
        ("instagram", "Instagram"),
        ("linkedin", "LinkedIn"),
        ("medium", "Medium"),
        ("pinterest", "Pinterest"),
        ("twitter", "X (Twitter)"),
        ("whatsapp", "WhatsApp"),
    ]

    settings = models.ForeignKey(
        SiteSettings, on_delete=models.CASCADE, related_name="social_links"
    )
    network = models.CharField(_("network"), max_length=20, choices=NETWORKS)
    url = models.URLField(_("address"))

    class Meta:
        verbose_name = _("social link")
        verbose_name_plural = _("social links")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_network_display()

    @property
    def label(self) -> str:
        return self.get_network_display()


class SisterSite(models.Model):
    settings = models.ForeignKey(
        SiteSettings, on_delete=models.CASCADE, related_name="sister_sites"
    )
    country = models.CharField(_("country"), max_length=60)
    language = models.CharField(
        _("language code"), max_length=12, default="en", help_text=_("Like en-GB.")
    )
    url = models.URLField(_("address"))

    class Meta:
        verbose_name = _("sister site")
        verbose_name_plural = _("sister sites")
        ordering = ["country"]

    def __str__(self) -> str:
        return self.country
