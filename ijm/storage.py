"""Static files: hashed names, compressed once, one stylesheet for visitors."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class SiteStaticStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
    manifest_strict = False
