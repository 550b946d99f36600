"""What was not understood while moving in: a code, its sentence, the thing itself."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "break": _("The file breaks here; the item at this place was left out."),
    "mended": _("Characters that no text may hold were left out."),
    "too_long": _("It is too long to be a post, and was left out."),
    "no_number": _("It has no number, so it could not be told from others."),
    "failed": _("It could not be saved. Look at the log, mend it and import again."),
    "type": _("Items of this type were left out. “--as-story” takes them in."),
    "comments": _("Comments were left behind: they hold what strangers wrote and are."),
    "term": _("A tag that is no topic here. Name it in the file of terms to keep it."),
    "private": _("It was private or had a password on the old site."),
    "author": _("Nobody fit to be named as its author was found."),
    "slug": _("Its address was taken here, so it got another."),
    "title": _("The headline was too long and was cut."),
    "dek": _("The excerpt was too long and was cut."),
    "field": _("A field of its own on the old site, left behind."),
    "picture_missing": _("The picture is not among the uploads."),
    "picture_elsewhere": _("The picture lies on another site and was not fetched."),
    "picture_refused": _("The picture could not be taken in."),
    "picture_withdrawn": _("The picture was withdrawn here and must not come back."),
    "picture_alike": _("The picture was taken in beside one that looks like it."),
    "caption": _("The same picture had another caption here."),
    "file": _("It leads to a file of the old site, which goes when that site does."),
    "shortcode": _("A piece that a plug-in of the old site filled in."),
    "block": _("A block that the old site filled in."),
    "embed": _("Something shown from another site; a link to it was left."),
    "wild": _(
        "Its HTML is built to do harm or badly broken; only its words were kept."
    ),
    "markup": _("A form, a script or the like, taken out."),
}


@dataclass(frozen=True)
class Found:
    """`words` say which one: a name, an address, the beginning of a piece."""

    code: str
    words: str = ""

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code])
