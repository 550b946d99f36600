import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import ijm.models.sealed_text
import ijm.models.staff
import ijm.zones
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models
from ijm.migrating import AllAtOnce


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        AllAtOnce([
            migrations.CreateModel(
                name='ChoreRun',
                fields=[
                    ('name', models.CharField(max_length=60, primary_key=True, serialize=False, verbose_name='chore')),
                    ('lane', models.CharField(max_length=8, verbose_name='lane')),
                    ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next run')),
                    ('lease_until', models.DateTimeField(blank=True, null=True, verbose_name='held until')),
                    ('holder', models.CharField(blank=True, max_length=80, verbose_name='held by')),
                    ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='last began')),
                    ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='last ended well')),
                    ('figure', models.BigIntegerField(blank=True, null=True, verbose_name='figure')),
                    ('error', models.TextField(blank=True, verbose_name='last error')),
                    ('failures', models.PositiveIntegerField(default=0, verbose_name='failures in a row')),
                ],
                options={
                    'verbose_name': 'chore',
                    'verbose_name_plural': 'chores',
                    'ordering': ['lane', 'name'],
                    'indexes': [models.Index(fields=['lane', 'due_at'], name='chore_due')],
                },
            ),
            migrations.CreateModel(
                name='Generation',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('number', models.BigIntegerField(default=1)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='generation_is_one_row')],
                },
            ),
            migrations.CreateModel(
                name='Installation',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('made_by_mode', models.CharField(max_length=10)),
                    ('pepper_fingerprint', models.CharField(max_length=16)),
                    ('identity', models.CharField(blank=True, max_length=80)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('demo_loaded_at', models.DateTimeField(null=True)),
                    ('restored_from', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='installation_is_one_row')],
                },
            ),
            migrations.CreateModel(
                name='Limit',
                fields=[
                    ('key', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                    ('count', models.PositiveIntegerField()),
                    ('until', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['until'], name='limit_until')],
                },
            ),
            migrations.CreateModel(
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purpose', models.CharField(max_length=40, verbose_name='purpose')),
                    ('digest', models.BinaryField(max_length=32, unique=True, verbose_name='hash of the token')),
                    ('object_id', models.CharField(max_length=64)),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                    ('expires_at', models.DateTimeField(verbose_name='expires')),
                    ('consumed_at', models.DateTimeField(blank=True, null=True, verbose_name='used')),
                    ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ],
                options={
                    'verbose_name': 'mailed link',
                    'verbose_name_plural': 'mailed links',
                    'indexes': [models.Index(fields=['content_type', 'object_id'], name='link_about'), models.Index(fields=['expires_at'], name='link_expiry')],
                },
            ),
            migrations.CreateModel(
                name='MailText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('letter', models.CharField(max_length=60, verbose_name='letter')),
                    ('language', models.CharField(blank=True, max_length=12, verbose_name='language')),
                    ('subject', models.CharField(max_length=150, verbose_name='subject')),
                    ('body', models.TextField(help_text='A blank line begins a new paragraph. Tags in {braces} are filled in; the list beside shows which this letter knows.', verbose_name='words')),
                ],
                options={
                    'verbose_name': 'letter',
                    'verbose_name_plural': 'letters',
                    'ordering': ['letter', 'language'],
                    'constraints': [models.UniqueConstraint(fields=('letter', 'language'), name='mail_text_once_per_language', violation_error_message='This letter has words already; change those.')],
                },
            ),
            migrations.CreateModel(
                name='SiteSettings',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(help_text='As people call the charity.', max_length=80, verbose_name='name')),
                    ('tagline', models.CharField(blank=True, max_length=160, verbose_name='tagline')),
                    ('legal_name', models.CharField(help_text='As registered. Shown at the foot of each page and on receipts.', max_length=160, verbose_name='legal name')),
                    ('registration_line', models.CharField(blank=True, help_text='Numbers a donor can look up, like “ABN 00 000 000 000”.', max_length=240, verbose_name='registration')),
                    ('tax_line', models.CharField(blank=True, max_length=240, verbose_name='tax status of gifts')),
                    ('address', models.TextField(blank=True, verbose_name='postal address')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail for visitors')),
                    ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('currency', models.CharField(default='AUD', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Write three capital letters, like AUD.')], verbose_name='currency')),
                    ('give_label', models.CharField(default='Give', max_length=30, verbose_name='give button')),
                    ('give_once_heading', models.CharField(default='Give once', max_length=80, verbose_name='give once: heading')),
                    ('give_once_text', models.CharField(default='One gift, one step of a case.', max_length=300, verbose_name='give once: text')),
                    ('partner_heading', models.CharField(default='Become a Freedom Partner', max_length=80, verbose_name='give monthly: heading')),
                    ('partner_text', models.CharField(default='Cases take years. A gift every month stays until the end.', max_length=300, verbose_name='give monthly: text')),
                    ('sign_up_heading', models.CharField(max_length=80, verbose_name='sign-up heading')),
                    ('sign_up_text', models.CharField(max_length=240, verbose_name='sign-up text')),
                    ('portal_heading', models.CharField(max_length=80, verbose_name='donor portal heading')),
                    ('portal_text', models.CharField(max_length=240, verbose_name='donor portal text')),
                    ('safety_text', models.CharField(help_text='One calm sentence; the link to the help page follows it.', max_length=240, verbose_name='if you are in danger')),
                    ('how_we_tell', models.TextField(blank=True, help_text='Closes each story that has no such note of its own.', verbose_name='how we tell stories')),
                    ('bank_details', models.TextField(blank=True, help_text='One line each, “Account name: …”. Printed with a reference.', verbose_name='bank details for gifts')),
                    ('further_zones', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64, validators=[ijm.zones.known_zone]), blank=True, default=list, help_text='Where colleagues and readers are. Plans show these clocks, too.', size=4, verbose_name='further clocks')),
                ],
                options={
                    'verbose_name': 'site settings',
                    'verbose_name_plural': 'site settings',
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='site_settings_is_one_row')],
                },
            ),
            migrations.CreateModel(
                name='MenuItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('where', models.CharField(choices=[('header', 'Top of the page'), ('footer', 'Foot of the page')], default='header', max_length=8, verbose_name='where')),
                    ('label', models.CharField(max_length=40, verbose_name='words')),
                    ('url', models.CharField(help_text='Like /stories/ or https://…', max_length=200, verbose_name='address')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                    ('settings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='menu_items', to='ijm.sitesettings')),
                ],
                options={
                    'verbose_name': 'menu item',
                    'verbose_name_plural': 'menu items',
                    'ordering': ['where', 'position', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='OutgoingMail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('cause', models.CharField(max_length=120, unique=True, verbose_name='cause')),
                    ('letter', models.CharField(max_length=60, verbose_name='letter')),
                    ('recipient', models.EmailField(blank=True, max_length=254, verbose_name='to')),
                    ('language', models.CharField(blank=True, max_length=12, verbose_name='language')),
                    ('object_id', models.CharField(blank=True, max_length=64)),
                    ('extra', models.JSONField(blank=True, default=dict, verbose_name='details')),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'sending'), ('sent', 'sent'), ('failed', 'failed')], default='waiting', max_length=8, verbose_name='state')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='written')),
                    ('next_try_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next try')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted')),
                    ('error', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                    ('content_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
                ],
                options={
                    'verbose_name': 'outgoing mail',
                    'verbose_name_plural': 'outgoing mail',
                    'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'sending'])), fields=['next_try_at', 'id'], name='outgoing_mail_due'), models.Index(fields=['content_type', 'object_id'], name='mail_about'), models.Index(condition=models.Q(('sent_at__isnull', False)), fields=['sent_at'], name='outgoing_mail_sent'), models.Index(condition=models.Q(('state', 'failed')), fields=['next_try_at'], name='outgoing_mail_failed')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at', None)), _connector='OR'), name='outgoing_mail_sent_has_date')],
                },
            ),
            migrations.CreateModel(
                name='SisterSite',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('country', models.CharField(max_length=60, verbose_name='country')),
                    ('language', models.CharField(default='en', help_text='Like en-GB.', max_length=12, verbose_name='language code')),
                    ('url', models.URLField(verbose_name='address')),
                    ('settings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sister_sites', to='ijm.sitesettings')),
                ],
                options={
                    'verbose_name': 'sister site',
                    'verbose_name_plural': 'sister sites',
                    'ordering': ['country'],
                },
            ),
            migrations.CreateModel(
                name='SiteSettingsEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.PositiveSmallIntegerField(default=1, editable=False, serialize=False)),
                    ('name', models.CharField(help_text='As people call the charity.', max_length=80, verbose_name='name')),
                    ('tagline', models.CharField(blank=True, max_length=160, verbose_name='tagline')),
                    ('legal_name', models.CharField(help_text='As registered. Shown at the foot of each page and on receipts.', max_length=160, verbose_name='legal name')),
                    ('registration_line', models.CharField(blank=True, help_text='Numbers a donor can look up, like “ABN 00 000 000 000”.', max_length=240, verbose_name='registration')),
                    ('tax_line', models.CharField(blank=True, max_length=240, verbose_name='tax status of gifts')),
                    ('address', models.TextField(blank=True, verbose_name='postal address')),
                    ('email', models.EmailField(max_length=254, verbose_name='e-mail for visitors')),
                    ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('currency', models.CharField(default='AUD', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}$', 'Write three capital letters, like AUD.')], verbose_name='currency')),
                    ('give_label', models.CharField(default='Give', max_length=30, verbose_name='give button')),
                    ('give_once_heading', models.CharField(default='Give once', max_length=80, verbose_name='give once: heading')),
                    ('give_once_text', models.CharField(default='One gift, one step of a case.', max_length=300, verbose_name='give once: text')),
                    ('partner_heading', models.CharField(default='Become a Freedom Partner', max_length=80, verbose_name='give monthly: heading')),
                    ('partner_text', models.CharField(default='Cases take years. A gift every month stays until the end.', max_length=300, verbose_name='give monthly: text')),
                    ('sign_up_heading', models.CharField(max_length=80, verbose_name='sign-up heading')),
                    ('sign_up_text', models.CharField(max_length=240, verbose_name='sign-up text')),
                    ('portal_heading', models.CharField(max_length=80, verbose_name='donor portal heading')),
                    ('portal_text', models.CharField(max_length=240, verbose_name='donor portal text')),
                    ('safety_text', models.CharField(help_text='One calm sentence; the link to the help page follows it.', max_length=240, verbose_name='if you are in danger')),
                    ('how_we_tell', models.TextField(blank=True, help_text='Closes each story that has no such note of its own.', verbose_name='how we tell stories')),
                    ('bank_details', models.TextField(blank=True, help_text='One line each, “Account name: …”. Printed with a reference.', verbose_name='bank details for gifts')),
                    ('further_zones', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64, validators=[ijm.zones.known_zone]), blank=True, default=list, help_text='Where colleagues and readers are. Plans show these clocks, too.', size=4, verbose_name='further clocks')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='ijm.sitesettings')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SocialLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('network', models.CharField(choices=[('facebook', 'Facebook'), ('instagram', 'Instagram'), ('linkedin', 'LinkedIn'), ('medium', 'Medium'), ('pinterest', 'Pinterest'), ('twitter', 'X (Twitter)'), ('whatsapp', 'WhatsApp')], max_length=20, verbose_name='network')),
                    ('url', models.URLField(verbose_name='address')),
                    ('settings', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='social_links', to='ijm.sitesettings')),
                ],
                options={
                    'verbose_name': 'social link',
                    'verbose_name_plural': 'social links',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='StaffMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                    ('full_name', models.CharField(help_text='As colleagues and the history of a story should show it.', max_length=150, verbose_name='name')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ('second_factor_since', models.DateTimeField(blank=True, null=True, verbose_name='two-step sign-in since')),
                    ('sessions_ended_at', models.DateTimeField(editable=False, null=True)),
                    ('language', models.CharField(blank=True, max_length=12, verbose_name='language')),
                    ('time_zone', models.CharField(blank=True, max_length=64, validators=[ijm.zones.known_zone], verbose_name='time zone')),
                ],
                options={
                    'verbose_name': 'staff member',
                    'verbose_name_plural': 'staff',
                    'ordering': ['full_name'],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='staff_email_once', violation_error_message='Somebody here already has this address.')],
                },
                managers=[
                    ('objects', ijm.models.staff.StaffManager()),
                ],
            ),
            migrations.CreateModel(
                name='AuthenticatorApp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('secret', ijm.models.sealed_text.SealedTextField()),
                    ('last_step', models.BigIntegerField(default=0)),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='authenticator_app', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='Passkey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='So that you know it again: “my phone”, “blue key”.', max_length=60, verbose_name='name')),
                    ('credential_id', models.BinaryField(max_length=1023, unique=True)),
                    ('credential', models.BinaryField()),
                    ('sign_count', models.BigIntegerField(default=0)),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('last_used_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passkeys', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['added_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='RecoveryCode',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('hash', models.CharField(max_length=128)),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('used_at', models.DateTimeField(null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'number'), name='recovery_code_number_once')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('email', models.EmailField(help_text='Also what they will sign in with.', max_length=254, verbose_name='e-mail address')),
                    ('role', models.CharField(choices=[('Writers', 'Writers'), ('Editors', 'Editors'), ('Safeguarding', 'Safeguarding'), ('Newsletter', 'Newsletter'), ('Finance', 'Finance'), ('administrator', 'Administrator: may everything')], max_length=20, verbose_name='role')),
                    ('language', models.CharField(blank=True, help_text='Of the desk.', max_length=12, verbose_name='language')),
                    ('time_zone', models.CharField(blank=True, help_text="Plans begin with their clocks. Blank: the charity's.", max_length=64, validators=[ijm.zones.known_zone], verbose_name='time zone')),
                    ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='invited')),
                    ('accepted_at', models.DateTimeField(null=True, verbose_name='accepted')),
                    ('withdrawn_at', models.DateTimeField(null=True, verbose_name='withdrawn')),
                    ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_accepted', to=settings.AUTH_USER_MODEL)),
                    ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations_sent', to=settings.AUTH_USER_MODEL, verbose_name='invited by')),
                ],
                options={
                    'verbose_name': 'invitation',
                    'verbose_name_plural': 'invitations',
                    'ordering': ['-invited_at'],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='invitation_open_once'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None), _connector='OR'), name='invitation_accepted_or_withdrawn')],
                },
            ),
            migrations.CreateModel(
                name='Backup',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=60, unique=True, verbose_name='file')),
                    ('began_at', models.DateTimeField(verbose_name='begun')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='whole')),
                    ('size', models.BigIntegerField(default=0, verbose_name='bytes')),
                    ('error', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                ],
                options={
                    'verbose_name': 'backup',
                    'verbose_name_plural': 'backups',
                    'ordering': ['-began_at'],
                },
            ),
            migrations.CreateModel(
                name='JournalEntry',
                fields=[
                    ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                    ('kind', models.CharField(max_length=40)),
                    ('what', models.JSONField()),
                    ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('written_at', models.DateTimeField(null=True)),
                    ('replayed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ['at'],
                    'indexes': [models.Index(condition=models.Q(('written_at', None)), fields=['at'], name='journal_to_write'), models.Index(fields=['written_at'], name='journal_written')],
                },
            ),
            migrations.CreateModel(
                name='PolicyReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(verbose_name='day')),
                    ('directive', models.CharField(max_length=30, verbose_name='rule')),
                    ('page', models.CharField(max_length=80, verbose_name='page')),
                    ('blocked', models.CharField(choices=[('inline', 'what stands in the page itself'), ('eval', 'words run as a script'), ('data', 'data: or blob:'), ('ours', 'something of this site'), ('elsewhere', 'something of another site'), ('extension', 'an extension of the browser')], max_length=9, verbose_name='what it refused')),
                    ('count', models.PositiveIntegerField(default=0, verbose_name='how often')),
                ],
                options={
                    'verbose_name': 'report of a browser',
                    'verbose_name_plural': 'reports of browsers',
                    'constraints': [models.UniqueConstraint(fields=('day', 'directive', 'page', 'blocked'), name='policy_report_once_a_day')],
                },
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sitesettings',
                trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "ijm_sitesettingsevent" ("address", "bank_details", "currency", "email", "further_zones", "give_label", "give_once_heading", "give_once_text", "how_we_tell", "id", "legal_name", "name", "partner_heading", "partner_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portal_heading", "portal_text", "registration_line", "safety_text", "sign_up_heading", "sign_up_text", "tagline", "tax_line", "telephone") VALUES (NEW."address", NEW."bank_details", NEW."currency", NEW."email", NEW."further_zones", NEW."give_label", NEW."give_once_heading", NEW."give_once_text", NEW."how_we_tell", NEW."id", NEW."legal_name", NEW."name", NEW."partner_heading", NEW."partner_text", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."portal_heading", NEW."portal_text", NEW."registration_line", NEW."safety_text", NEW."sign_up_heading", NEW."sign_up_text", NEW."tagline", NEW."tax_line", NEW."telephone"); RETURN NULL;', hash='5e1a8872b292d56488a520b9d6e3524f057da505', operation='INSERT', pgid='pgtrigger_insert_insert_bb463', table='ijm_sitesettings', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sitesettings',
                trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "ijm_sitesettingsevent" ("address", "bank_details", "currency", "email", "further_zones", "give_label", "give_once_heading", "give_once_text", "how_we_tell", "id", "legal_name", "name", "partner_heading", "partner_text", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "portal_heading", "portal_text", "registration_line", "safety_text", "sign_up_heading", "sign_up_text", "tagline", "tax_line", "telephone") VALUES (NEW."address", NEW."bank_details", NEW."currency", NEW."email", NEW."further_zones", NEW."give_label", NEW."give_once_heading", NEW."give_once_text", NEW."how_we_tell", NEW."id", NEW."legal_name", NEW."name", NEW."partner_heading", NEW."partner_text", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."portal_heading", NEW."portal_text", NEW."registration_line", NEW."safety_text", NEW."sign_up_heading", NEW."sign_up_text", NEW."tagline", NEW."tax_line", NEW."telephone"); RETURN NULL;', hash='ee2a5e2da08bb76110841c46223b6a1854a6d05f', operation='UPDATE', pgid='pgtrigger_update_update_21b6b', table='ijm_sitesettings', when='AFTER')),
            ),
            pgtrigger.migrations.AddTrigger(
                model_name='sitesettingsevent',
                trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='690c29fbf48a26ef1c0c1317bed451c15876da1d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_076b8', table='ijm_sitesettingsevent', when='BEFORE')),
            ),
        ]),
    ]
