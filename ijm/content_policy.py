"""What a browser may load: one strict policy, and a laxer one where CKEditor stands.

Sources: CSP Level 3; `docs/decisions/0002` says why the editor needs its own.
"""

from csp.constants import NONE, SELF, UNSAFE_INLINE

# Older than `report-to`, and the one that every browser knows.
REPORTS_TO = "/reports/policy/"

PUBLIC_POLICY: dict[str, object] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
    "frame-ancestors": [NONE],
    "require-trusted-types-for": ["'script'"],
    "report-uri": [REPORTS_TO],
}

# Django's own admin scripts write innerHTML, so trusted types stay outside.
ADMIN_POLICY: dict[str, object] = {**PUBLIC_POLICY, "require-trusted-types-for": None}

# Only on admin pages that show the editor: CKEditor 4 writes `style` and `on…`
# attributes. Inline <script> stays blocked.
EDITOR_POLICY: dict[str, object] = {
    **ADMIN_POLICY,
    "script-src-attr": [UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "connect-src": [SELF, "data:", "blob:"],
}

EDITOR_CONFIG: dict[str, object] = {
    "extraPlugins": "divarea,photo,blocks,citation",
    "removePlugins": ",".join(
        "about,exportpdf,flash,forms,iframe,image,image2,newpage,preview,print,save,scayt,"
        "smiley,templates,wsc,codesnippetgeshi,uploadimage,uploadfile".split(",")
    ),
    "toolbar": [
        ["Format", "Bold", "Italic", "RemoveFormat"],
        ["Link", "Unlink", "BulletedList", "NumberedList", "Blockquote"],
        ["Photo", "Gallery", "Figures", "Recording", "Documents", "Citation"],
        ["Table", "SpecialChar"],
        ["Undo", "Redo", "Source"],
    ],
    "format_tags": "p;h2;h3;h4",
    "entities": False,
    "disableNativeSpellChecker": False,
    "versionCheck": False,
    "width": "100%",
    "height": 480,
}
