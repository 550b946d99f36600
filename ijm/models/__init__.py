"""What the whole house shares. Read `staff`, `site_settings`, `mail`, then the rest."""

from ijm.models.append_only import AlreadyWritten, AppendOnly, append_only_triggers
from ijm.models.backup import Backup
from ijm.models.changing import Changing
from ijm.models.chore_run import ChoreRun
from ijm.models.generation import Generation
from ijm.models.installation import Installation
from ijm.models.invitation import Invitation
from ijm.models.journal_entry import JournalEntry
from ijm.models.limit import Limit
from ijm.models.link import Link
from ijm.models.mail import MailText, OutgoingMail
from ijm.models.policy_report import PolicyReport
from ijm.models.second_factor import AuthenticatorApp, Passkey, RecoveryCode
from ijm.models.site_settings import MenuItem, SisterSite, SiteSettings, SocialLink
from ijm.models.staff import StaffMember

__all__ = [
    "AlreadyWritten",
    "AppendOnly",
    "AuthenticatorApp",
    "Backup",
    "Changing",
    "ChoreRun",
    "Generation",
    "Installation",
    "Invitation",
    "JournalEntry",
    "Limit",
    "Link",
    "MailText",
    "MenuItem",
    "OutgoingMail",
    "Passkey",
    "PolicyReport",
    "RecoveryCode",
    "SisterSite",
    "SiteSettings",
    "SocialLink",
    "StaffMember",
    "append_only_triggers",
]
