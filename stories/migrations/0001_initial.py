import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

import stories.models.content
import stories.models.photo
import stories.models.sanitised


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        # `unaccent()` itself may stand in no generated column; a configuration may.
        migrations.RunSQL(
            "CREATE TEXT SEARCH CONFIGURATION story_words (COPY = english);"
            "ALTER TEXT SEARCH CONFIGURATION story_words"
            " ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;",
            "DROP TEXT SEARCH CONFIGURATION story_words;",
        ),
        migrations.CreateModel(
            name="ImpactFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "value",
                    models.CharField(
                        help_text="Like “2.2 %” or “500+”.",
                        max_length=20,
                        verbose_name="as shown",
                    ),
                ),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=16,
                        null=True,
                        verbose_name="as a number",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="Goes on after the number, like “police officers trained”.",
                        max_length=140,
                        verbose_name="what it counts",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "scope",
                    models.CharField(
                        help_text="Where and since when it was counted.",
                        max_length=140,
                        verbose_name="scope",
                    ),
                ),
                ("source", models.CharField(max_length=140, verbose_name="source")),
                (
                    "source_url",
                    models.URLField(blank=True, verbose_name="address of the source"),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="The first four stand on the home page.",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "impact figure",
                "verbose_name_plural": "impact figures",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="A country or a wide region. Nothing that points to a home.",
                        max_length=60,
                        verbose_name="name",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Stays as it is once saved: other sites link to it.",
                        max_length=60,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(blank=True, verbose_name="introduction"),
                ),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Separated by commas. Search finds the place’s stories by them.",
                        size=None,
                        verbose_name="other words for it",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(
                        help_text="Stays as it is once saved: other sites link to it.",
                        max_length=60,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences at the top of the topic’s page.",
                        verbose_name="introduction",
                    ),
                ),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="Separated by commas. Search finds the topic’s stories by them.",
                        size=None,
                        verbose_name="other words for it",
                    ),
                ),
                (
                    "ask_text",
                    models.CharField(
                        blank=True,
                        help_text="For each story of this topic that has no ask of its own.",
                        max_length=240,
                        verbose_name="what to ask its readers",
                    ),
                ),
                (
                    "ask_fund",
                    models.SlugField(
                        blank=True, max_length=40, verbose_name="fund code"
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="So that colleagues find it. Visitors never see it.",
                        max_length=120,
                        verbose_name="working title",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="Read aloud to those who cannot see it. One plain sentence.",
                        max_length=250,
                        verbose_name="what it shows",
                    ),
                ),
                (
                    "decorative",
                    models.BooleanField(
                        default=False,
                        help_text="It says nothing that the text does not say; screen readers skip it.",
                        verbose_name="decorative",
                    ),
                ),
                (
                    "caption",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="caption"
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        help_text="The photographer or the archive.",
                        max_length=120,
                        verbose_name="credit",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("documentary", "what happened, as it happened"),
                            ("place", "a place, not the people of the story"),
                            ("actor", "posed by a model"),
                            ("illustration", "an illustration"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "recognisable",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "nobody"),
                            ("public_figure", "a public figure in a public role"),
                            ("staff", "our staff, who signed a release"),
                            ("crowd", "a crowd at an event with a photography notice"),
                            ("subject", "somebody from a case, who must consent"),
                        ],
                        max_length=16,
                        verbose_name="who can be recognised",
                    ),
                ),
                (
                    "focal_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focus, from the left",
                    ),
                ),
                (
                    "focal_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focus, from the top",
                    ),
                ),
                (
                    "folder",
                    models.CharField(
                        default=stories.models.photo.random_name,
                        editable=False,
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("master", models.CharField(editable=False, max_length=80)),
                (
                    "width",
                    models.PositiveIntegerField(editable=False, verbose_name="width"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(editable=False, verbose_name="height"),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[
                            ("ink", "ink"),
                            ("stone", "stone"),
                            ("mist", "mist"),
                            ("sand", "sand"),
                            ("clay", "clay"),
                            ("ember", "ember"),
                            ("leaf", "leaf"),
                            ("sea", "sea"),
                            ("sky", "sky"),
                            ("dusk", "dusk"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="tone",
                    ),
                ),
                ("files", models.JSONField(default=dict, editable=False)),
                (
                    "rendered_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="all sizes made"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received"
                    ),
                ),
                (
                    "shown_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="public since"
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                (
                    "withdrawn_why",
                    models.CharField(
                        editable=False, max_length=300, verbose_name="why"
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received from",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["-received_at", "-pk"],
                "permissions": [("withdraw_photo", "Can withdraw a photo")],
            },
        ),
        migrations.CreateModel(
            name="Rendition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("cut", models.CharField(max_length=8)),
                ("format", models.CharField(max_length=4)),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=80, unique=True)),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                (
                    "photo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renditions",
                        to="stories.photo",
                    ),
                ),
            ],
            options={
                "verbose_name": "rendition",
                "verbose_name_plural": "renditions",
                "ordering": ["cut", "format", "width"],
            },
        ),
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en-au", max_length=12, verbose_name="language"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The last part of the page’s address. Never a real name of somebody we protect: addresses are copied and kept by others.",
                        max_length=90,
                        verbose_name="address",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="headline")),
                (
                    "kicker",
                    models.CharField(
                        blank=True,
                        help_text="Two or three words above the headline, like “Cambodia”.",
                        max_length=60,
                        verbose_name="kicker",
                    ),
                ),
                (
                    "dek",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences under the headline.",
                        max_length=400,
                        verbose_name="standfirst",
                    ),
                ),
                (
                    "card_summary",
                    models.TextField(
                        blank=True,
                        help_text="Shown in lists, feeds, mail and when the story is shared, where readers have not chosen to read it. Keep it safe for a child to see.",
                        max_length=240,
                        verbose_name="summary for cards",
                    ),
                ),
                (
                    "body",
                    stories.models.sanitised.SanitisedHTMLField(
                        blank=True,
                        help_text="Put pictures in with the Photo button. A quotation becomes a pull quote; begin its last paragraph with a dash to name who said it.",
                        verbose_name="story",
                    ),
                ),
                (
                    "byline",
                    models.CharField(blank=True, max_length=120, verbose_name="byline"),
                ),
                (
                    "recognisable",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nobody", "nobody"),
                            ("public_figure", "a public figure in a public role"),
                            ("staff", "our staff, who signed a release"),
                            ("crowd", "a crowd at an event with a photography notice"),
                            ("subject", "somebody from a case, who must consent"),
                        ],
                        help_text="In the words of the story. It cannot be published unanswered.",
                        max_length=16,
                        verbose_name="who can be recognised",
                    ),
                ),
                (
                    "content_note",
                    models.CharField(
                        blank=True,
                        help_text="Says calmly what follows, like “This story speaks of violence against children”. Not a warning sign.",
                        max_length=200,
                        verbose_name="note on content",
                    ),
                ),
                (
                    "how_told",
                    models.TextField(
                        blank=True,
                        help_text="If names were changed, say so here. Blank shows the site’s own.",
                        verbose_name="how we tell this story",
                    ),
                ),
                (
                    "case_strip",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[stories.models.content.validate_case_strip],
                        verbose_name="case strip",
                    ),
                ),
                (
                    "ask",
                    models.CharField(
                        choices=[
                            ("topic", "the topic’s ask, or the usual one"),
                            ("own", "an ask of its own"),
                            ("none", "no ask in this story"),
                        ],
                        default="topic",
                        max_length=5,
                        verbose_name="ask",
                    ),
                ),
                (
                    "ask_heading",
                    models.CharField(
                        blank=True, max_length=90, verbose_name="heading of the ask"
                    ),
                ),
                (
                    "ask_text",
                    models.CharField(
                        blank=True,
                        help_text="One sentence that says what a gift makes possible here.",
                        max_length=240,
                        verbose_name="words of the ask",
                    ),
                ),
                (
                    "ask_fund",
                    models.SlugField(
                        blank=True, max_length=40, verbose_name="fund code"
                    ),
                ),
                (
                    "ask_amounts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveBigIntegerField(),
                        blank=True,
                        default=list,
                        size=6,
                        verbose_name="amounts",
                    ),
                ),
                (
                    "canonical_elsewhere",
                    models.URLField(
                        blank=True,
                        help_text="When another site has the original: its full address.",
                        verbose_name="first published at",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("story", "story"), ("page", "page, like “About us”")],
                        default="story",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="begun",
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="last saved",
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="handed in"
                    ),
                ),
                (
                    "embargo_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Nobody can publish it before, whoever asks.",
                        null=True,
                        verbose_name="embargo until",
                    ),
                ),
                (
                    "scheduled_for",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="goes public on",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Blank for always. After this moment the page is gone by itself.",
                        null=True,
                        verbose_name="public until",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="first published",
                    ),
                ),
                (
                    "published_version",
                    models.PositiveIntegerField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="published version",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="withdrawn"
                    ),
                ),
                (
                    "hero",
                    models.ForeignKey(
                        blank=True,
                        help_text="Without one the page shows a woven pattern, which is fine.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stories.photo",
                        verbose_name="main photo",
                    ),
                ),
                (
                    "places",
                    models.ManyToManyField(
                        blank=True,
                        related_name="stories",
                        to="stories.place",
                        verbose_name="places",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
                    ),
                ),
                (
                    "translation_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="stories.story",
                        verbose_name="translation of",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        related_name="stories",
                        to="stories.topic",
                        verbose_name="topics",
                    ),
                ),
            ],
            options={
                "verbose_name": "story",
                "verbose_name_plural": "stories",
                "ordering": ["-changed_at", "-pk"],
                "permissions": [
                    ("publish_story", "Can publish a story"),
                    ("withdraw_story", "Can withdraw a story"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("content", models.JSONField(verbose_name="content")),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=200, verbose_name="note"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision",
                "verbose_name_plural": "revisions",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="RelatedStory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="stories.story",
                        verbose_name="story",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_rows",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "story to read next",
                "verbose_name_plural": "stories to read next",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RelatedLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="words")),
                ("url", models.URLField(max_length=300, verbose_name="address")),
                (
                    "source",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="whose page it is"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "related link",
                "verbose_name_plural": "related links",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HomePage",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "heading",
                    models.CharField(
                        blank=True,
                        help_text="What the charity does, in one line. Stands above the lead story.",
                        max_length=120,
                        verbose_name="heading",
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="introduction"
                    ),
                ),
                (
                    "appeal_heading",
                    models.CharField(blank=True, max_length=90, verbose_name="heading"),
                ),
                (
                    "appeal_text",
                    models.TextField(blank=True, max_length=400, verbose_name="text"),
                ),
                (
                    "appeal_label",
                    models.CharField(blank=True, max_length=30, verbose_name="button"),
                ),
                (
                    "appeal_url",
                    models.CharField(
                        blank=True,
                        help_text="Like /give/.",
                        max_length=200,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "appeal_ends_on",
                    models.DateField(
                        blank=True,
                        help_text="The appeal leaves the page by itself after this day.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                (
                    "appeal_photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stories.photo",
                        verbose_name="photo",
                    ),
                ),
                (
                    "featured_one",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "story"},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stories.story",
                        verbose_name="first featured",
                    ),
                ),
                (
                    "featured_three",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "story"},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stories.story",
                        verbose_name="third featured",
                    ),
                ),
                (
                    "featured_two",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"kind": "story"},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stories.story",
                        verbose_name="second featured",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        help_text="Blank shows the newest.",
                        limit_choices_to={"kind": "story"},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stories.story",
                        verbose_name="lead story",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home page",
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The word alone, like “christmas”.",
                        max_length=90,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        blank=True,
                        help_text="A path of this site, like /give/?fund=christmas.",
                        max_length=200,
                        verbose_name="leads to",
                    ),
                ),
                (
                    "burned_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="burned"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="made",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_addresses",
                        to="stories.story",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "short or former address",
                "verbose_name_plural": "short and former addresses",
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("kind", models.CharField(max_length=5)),
                ("language", models.CharField(max_length=12)),
                ("slug", models.SlugField(max_length=90)),
                ("title", models.CharField(max_length=160, verbose_name="headline")),
                ("kicker", models.CharField(blank=True, max_length=60)),
                ("dek", models.TextField(blank=True)),
                ("card_summary", models.TextField(blank=True)),
                ("content_note", models.CharField(blank=True, max_length=200)),
                ("body", stories.models.sanitised.SanitisedHTMLField(blank=True)),
                ("byline", models.CharField(blank=True, max_length=120)),
                (
                    "photo_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "topic_slugs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "topic_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "place_slugs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "place_names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        size=None,
                    ),
                ),
                ("case_strip", models.JSONField(default=list)),
                ("how_told", models.TextField(blank=True)),
                ("ask", models.JSONField(default=dict)),
                ("links", models.JSONField(default=list)),
                ("canonical_elsewhere", models.URLField(blank=True)),
                ("plain_text", models.TextField(blank=True)),
                ("also_found_by", models.TextField(blank=True)),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="minutes to read"
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="first published")),
                ("updated_at", models.DateTimeField(verbose_name="this edition of")),
                (
                    "public_until",
                    models.DateTimeField(null=True, verbose_name="public until"),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("replaced", "a newer edition took its place"),
                            ("moved", "it moved"),
                            ("error", "it was published in error"),
                            ("safeguarding", "to protect somebody"),
                        ],
                        max_length=12,
                        verbose_name="why it ended",
                    ),
                ),
                (
                    "moved_to",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="moved to"
                    ),
                ),
                (
                    "redacted_at",
                    models.DateTimeField(null=True, verbose_name="words erased"),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    "title", config="story_words", weight="A"
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    "dek",
                                    "also_found_by",
                                    "kicker",
                                    config="story_words",
                                    weight="B",
                                ),
                                django.contrib.postgres.search.SearchConfig(
                                    "story_words"
                                ),
                            ),
                            "||",
                            django.contrib.postgres.search.SearchVector(
                                "plain_text", config="story_words", weight="D"
                            ),
                            django.contrib.postgres.search.SearchConfig("story_words"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "hero",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stories.photo",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stories.revision",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["-published_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="StoryEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("written", "began it"),
                            ("revised", "saved it"),
                            ("submitted", "asked for review"),
                            ("returned", "sent it back"),
                            ("published", "published it"),
                            ("forced", "published it alone"),
                            ("approved", "approved it afterwards"),
                            ("withdrawn", "withdrew it"),
                            ("redacted", "erased its words from public copies"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=400, verbose_name="why"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stories.revision",
                    ),
                ),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="stories.story",
                    ),
                ),
            ],
            options={
                "verbose_name": "story event",
                "verbose_name_plural": "story events",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(fields=["-received_at"], name="photo_newest"),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(
                condition=models.Q(("rendered_at", None)),
                fields=["-received_at"],
                name="photo_unfinished",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decorative", True), _negated=True),
                    ("alt", ""),
                    _connector="OR",
                ),
                name="photo_alt_or_decorative",
                violation_error_message="Either say what the photo shows or tick “decorative”, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.CheckConstraint(
                condition=models.Q(("focal_x__lte", 100), ("focal_y__lte", 100)),
                name="photo_focus_inside",
                violation_error_message="The focus lies outside the photo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendition",
            constraint=models.UniqueConstraint(
                fields=("photo", "cut", "format", "width"), name="rendition_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=("story", "number"), name="revision_number_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revision",
            trigger=pgtrigger.compiler.Trigger(
                name="revision_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="441e6737209158f41ac2420cf3bba10f1c47d68f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_revision_append_only_87a0e",
                    table="stories_revision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="revision",
            trigger=pgtrigger.compiler.Trigger(
                name="revision_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Rows of % are history.', TG_TABLE_NAME;",
                    hash="59dda67d8c448738370c07526e69f5acf5d77fda",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_revision_never_emptied_3ba0d",
                    table="stories_revision",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="relatedstory",
            constraint=models.UniqueConstraint(
                fields=("story", "other"),
                name="related_story_once",
                violation_error_message="This story is in the list already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relatedstory",
            constraint=models.CheckConstraint(
                condition=models.Q(("story", models.F("other")), _negated=True),
                name="related_story_is_another",
                violation_error_message="A story cannot lead to itself.",
            ),
        ),
        migrations.AddConstraint(
            model_name="homepage",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="home_page_is_one_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="formeraddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("burned_at__isnull", False),
                    models.Q(("story__isnull", False), ("target", "")),
                    models.Q(("story", None), models.Q(("target", ""), _negated=True)),
                    _connector="OR",
                ),
                name="former_address_leads_to_one",
                violation_error_message="Choose a story or write a path: one of them.",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                models.F("kind"),
                models.OrderBy(models.F("published_at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("ended_at", None)),
                name="edition_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["slug", "-ended_at"], name="edition_by_slug"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["search"], name="edition_search"
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("ended_at", None)),
                fields=["topic_slugs", "place_slugs"],
                name="edition_about",
            ),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["photo_ids"], name="edition_photos"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("story",),
                name="edition_one_live",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("slug",),
                name="edition_slug_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_reason", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        models.Q(("ended_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="edition_ended_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_reason", "moved"), _negated=True),
                    models.Q(("moved_to", ""), _negated=True),
                    _connector="OR",
                ),
                name="edition_moved_somewhere",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."story_id" IS DISTINCT FROM (NEW."story_id") OR OLD."revision_id" IS DISTINCT FROM (NEW."revision_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."kicker" IS DISTINCT FROM (NEW."kicker") OR OLD."dek" IS DISTINCT FROM (NEW."dek") OR OLD."card_summary" IS DISTINCT FROM (NEW."card_summary") OR OLD."content_note" IS DISTINCT FROM (NEW."content_note") OR OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."hero_id" IS DISTINCT FROM (NEW."hero_id") OR OLD."photo_ids" IS DISTINCT FROM (NEW."photo_ids") OR OLD."topic_slugs" IS DISTINCT FROM (NEW."topic_slugs") OR OLD."topic_names" IS DISTINCT FROM (NEW."topic_names") OR OLD."place_slugs" IS DISTINCT FROM (NEW."place_slugs") OR OLD."place_names" IS DISTINCT FROM (NEW."place_names") OR OLD."case_strip" IS DISTINCT FROM (NEW."case_strip") OR OLD."how_told" IS DISTINCT FROM (NEW."how_told") OR OLD."ask" IS DISTINCT FROM (NEW."ask") OR OLD."links" IS DISTINCT FROM (NEW."links") OR OLD."canonical_elsewhere" IS DISTINCT FROM (NEW."canonical_elsewhere") OR OLD."plain_text" IS DISTINCT FROM (NEW."plain_text") OR OLD."also_found_by" IS DISTINCT FROM (NEW."also_found_by") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."public_until" IS DISTINCT FROM (NEW."public_until") OR OLD."redacted_at" IS DISTINCT FROM (NEW."redacted_at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="08c307c89dd067f8264113caa58c8d281b5b2296",
                    operation="UPDATE",
                    pgid="pgtrigger_edition_frozen_7bc28",
                    table="stories_edition",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="storyevent",
            index=models.Index(fields=["story", "-at"], name="story_event_timeline"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="story_event_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3b8b490b84630d6e85ad18fe60fd2ec6980b9a0d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_story_event_append_only_67edc",
                    table="stories_storyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="storyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="story_event_never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'Rows of % are history.', TG_TABLE_NAME;",
                    hash="6daf0f597c98279bd7facb810e0ec1c869f90377",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_story_event_never_emptied_6d10b",
                    table="stories_storyevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(fields=["-changed_at"], name="story_last_saved"),
        ),
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["submitted_at"],
                name="story_in_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.UniqueConstraint(
                fields=("slug",),
                name="story_slug_once",
                violation_error_message="Another story has this address already. Change a word of it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None),
                    ("published_at__isnull", False),
                    _connector="OR",
                ),
                name="story_withdrawn_was_published",
                violation_error_message="Only a published story can be withdrawn.",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_at", None),
                    ("submitted_by__isnull", False),
                    _connector="OR",
                ),
                name="story_submitted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at", None),
                    ("published_version__isnull", False),
                    _connector="OR",
                ),
                name="story_published_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ask", "own"),
                    models.Q(
                        ("ask_amounts", []),
                        ("ask_fund", ""),
                        ("ask_heading", ""),
                        ("ask_text", ""),
                    ),
                    _connector="OR",
                ),
                name="story_ask_is_its_own",
                violation_error_message="You wrote an ask but chose another. Choose “an ask of its own”.",
            ),
        ),
        migrations.AddConstraint(
            model_name="story",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("translation_of", None),
                    models.Q(("translation_of", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="story_translates_another",
                violation_error_message="A story cannot translate itself.",
            ),
        ),
    ]
