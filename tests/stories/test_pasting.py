"""What comes out of word processors becomes sensible HTML."""

import pytest

from stories.sanitising import clean


def word_item(mark: str, words: str) -> str:
    return (
        "<p class=MsoListParagraphCxSpMiddle style='text-indent:-18.0pt;mso-list:l0 "
        f"level1 lfo1'><![if !supportLists]><span style='font:7.0pt Symbol'>{mark}"
        f"<span>&nbsp;&nbsp;&nbsp; </span></span><![endif]>{words}<o:p></o:p></p>\n"
    )


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (
            "<p class=MsoNormal style='margin:0'><b style='mso-bidi:x'>One</b><o:p>"
            "</o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>",
            "<p><b>One</b></p>",
        ),
        (
            word_item("·", "One") + word_item("·", "<i>Two</i>"),
            "<ul><li>One</li><li><i>Two</i></li></ul>",
        ),
        (
            word_item("1.", "One") + word_item("2.", "Two") + "<p>End</p>",
            "<ol><li>One</li><li>Two</li></ol><p>End</p>",
        ),
        (
            "<p style='mso-list:l0'><!--[if !supportLists]-->o <!--[endif]-->One</p>",
            "<ul><li>One</li></ul>",
        ),
        (
            "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]-->"
            "<style>p.MsoNormal{margin:0}</style><p class=MsoNormal>One</p>",
            "<p>One</p>",
        ),
        (
            "<b style='font-weight:normal' id='docs-internal-guid-1a'><p dir=ltr><span "
            "style='font-weight:700'>One</span></p><br></b>",
            '<p dir="ltr">One</p><br>',
        ),
        ("<div>One</div><div>Two</div>", "<p>One</p><p>Two</p>"),
        ("<div><div><p>One</p></div></div>", "<p>One</p>"),
        ("<h1 class=x>One</h1><section>Two</section>", "<h2>One</h2><p>Two</p>"),
        ("<p>One<a name=_Toc1></a></p>", '<p>One<a rel="noopener"></a></p>'),
    ],
)
def test_it_is_kept_as_what_it_means(pasted, kept):
    assert clean(pasted) == kept
    assert clean(kept) == kept
