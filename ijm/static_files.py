"""Which static files are collected: of CKEditor, only the parts that the desk shows."""

from django.contrib.staticfiles.apps import StaticFilesConfig

# The wheel brings every plugin there is: a thousand files, among them upload demos and
# the ones whose holes are mended in the paid version only. What is not collected cannot
# be fetched.
UNUSED_PLUGINS = (
    "about adobeair ajax bbcode codesnippet codesnippetgeshi devtools docprops embed"
    " embedbase embedsemantic exportpdf flash forms iframe iframedialog image image2"
    " language mathjax placeholder preview scayt smiley sourcedialog templates uicolor"
    " uploadimage uploadwidget wsc"
).split()


class SiteStaticFiles(StaticFilesConfig):
    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *(f"ckeditor/ckeditor/plugins/{name}/*" for name in UNUSED_PLUGINS),
        "ckeditor/ckeditor/skins/moono/*",
        "ckeditor/galleriffic/*",
        "ckeditor/file-icons/*",
        "ckeditor/ckeditor/*.md",
    ]
