"""What editors of WordPress wrote, as bodies of ours. No database here."""

import time

import pytest

from stories.body import plain_text
from stories.moving.found import SENTENCES, Found
from stories.moving.old_body import Picture, Placed, rewritten
from stories.sanitising import clean
from tests.make_wordpress import image

HOST = "old.example"


def place(picture: Picture) -> Placed:
    """The picture's number is ours; without one it is not there."""
    if picture.number:
        return Placed(int(picture.number))
    return Placed(found=Found("picture_missing", picture.address))


def ours(text: str) -> str:
    return clean(rewritten(text, HOST, place)[0]).replace("\n", "")


def told(text: str) -> list[tuple[str, str]]:
    return [(each.code, each.words) for each in rewritten(text, HOST, place)[1]]


CLASSIC = {
    "One line\nand another\n\nNext.": "<p>One line<br>and another</p><p>Next.</p>",
    "Before\n<h2>Head</h2>\nafter": "<p>Before</p><h2>Head</h2><p>after</p>",
    "<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>": "<ul><li>a</li><li>b</li></ul>",
    "<blockquote>Said\n\n— Who</blockquote>": (
        "<blockquote><p>Said</p><p>— Who</p></blockquote>"
    ),
    "He wrote [sic] and [the court] agreed.": (
        "<p>He wrote [sic] and [the court] agreed.</p>"
    ),
    "<div>one</div><div>two</div>": "<p>one</p><p>two</p>",
    "<h1>A</h1><h5>B</h5>": "<h2>A</h2><h4>B</h4>",
    "Tom &amp; Ann &lt;3": "<p>Tom &amp; Ann &lt;3</p>",
    '<a href="https://www.old.example/2015/03/x/?a=1#b">in</a>': (
        '<p><a href="/2015/03/x/?a=1#b" rel="noopener">in</a></p>'
    ),
    '<a href="javascript:alert(1)">j</a>': "<p>j</p>",
    "<p>x <span style='color:red'>y</span></p>": "<p>x y</p>",
}
BLOCKS = {
    "<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->": "<p>ab</p>",
    f"<!-- wp:image --><figure>{image('a.jpg', 3)}</figure><!-- /wp:image -->": (
        '<figure data-photo="3"></figure>'
    ),
    '<!-- wp:gallery --><figure class="wp-block-gallery"><figure>'
    f"{image('a.jpg', 3)}</figure><figure>{image('b.jpg', 4)}</figure></figure>": (
        '<figure data-gallery="3 4"></figure>'
    ),
}
SHORTCODES = {
    f'[caption id="x" width="300"]<a href="big.jpg">{image("a.jpg", 3)}</a> '
    "On <em>it</em>[/caption]": '<figure data-photo="3"></figure>',
    '[gallery ids="3,4,5"]': '<figure data-gallery="3 4 5"></figure>',
    '[su_box title="x"]inside[/su_box]': "<p>inside</p>",
    'a\n\n[form id="3"]\n\n[donate]\n\nb': "<p>a</p><p>b</p>",
    "[embed]https://video.example/1[/embed]": (
        '<p><a href="https://video.example/1" rel="noopener">https://video.example/1'
        "</a></p>"
    ),
}


@pytest.mark.parametrize(
    ("text", "body"),
    [*CLASSIC.items(), *BLOCKS.items(), *SHORTCODES.items()],
    ids=lambda text: text[:30],
)
def test_old_text_reads_as_it_did(text, body):
    assert ours(text) == body.replace("ab</p>", "ab</p>")


def test_a_picture_brings_its_words():
    met: list[Picture] = []

    def meet(picture: Picture) -> Placed:
        met.append(picture)
        return Placed(3)

    caption = f"[caption]{image('2015/a-300x200.jpg', 9, 'A boat')} On it[/caption]"
    rewritten(caption, HOST, meet)
    (picture,) = met
    assert (picture.number, picture.alt, picture.caption) == ("9", "A boat", "On it")
    assert picture.address.endswith("/2015/a-300x200.jpg")


def test_a_caption_stays_where_the_picture_is_gone():
    body = ours(f"[caption]{image('a.jpg')} What it showed[/caption]")
    assert body == "<p><em>What it showed</em></p>"


TOLD = {
    '[contact-form-7 id="1"]': ("shortcode", "contact-form-7"),
    "<!-- wp:latest-posts {} /-->": ("block", "latest-posts"),
    "https://youtu.be/abc": ("embed", "youtu.be"),
    '<iframe src="https://maps.example/x"></iframe>': ("embed", "maps.example"),
    "<script>alert(1)</script>": ("markup", "script"),
    "<form><input name=a></form>": ("markup", "form"),
    '<a href="/wp-content/uploads/r.pdf">Report</a>': (
        "file",
        "/wp-content/uploads/r.pdf",
    ),
    '[video src="/v.mp4"]': ("shortcode", "video"),
    "[gallery]": ("shortcode", "gallery"),
}


@pytest.mark.parametrize("text", TOLD)
def test_what_was_not_understood_is_told(text):
    assert TOLD[text] in told(text)
    assert all(code in SENTENCES for code, _words in told(text))


def test_a_gallery_of_a_hundred_loses_none():
    ids = ",".join(str(number) for number in range(1, 101))
    body = ours(f'[gallery ids="{ids}"]')
    assert body.count("<figure") == 5
    assert all(f'{n}"' in body or f"{n} " in body for n in range(1, 101))


def test_an_old_body_cannot_show_photos_of_ours():
    assert (
        ours('<figure data-photo="1"></figure><figure data-gallery="1 2"></figure>')
        == ""
    )


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img onerror=1>'>",
    '[caption caption="<script>alert(1)</script>"]<img src="x">[/caption]',
    "[embed]javascript:alert(1)[/embed]",
    '[video src="/x"><script>alert(1)</script>"]',
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<!-- wp:html --><object data=x></object><embed src=//evil.example/x>",
    "<p onclick=x style='background:url(//evil.example)'>x</p>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "\ue0000\ue001<script>\ue0001\ue001",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_acts_comes_through(text):
    body = ours(text).lower()
    for sign in (
        "<script",
        "onerror=",
        "onclick=",
        '="javascript:',
        "style=",
        "srcdoc",
    ):
        assert f"{sign}" not in body.replace("&lt;script", ""), body
    assert 'href="//' not in body and "<iframe" not in body and "<img" not in body


ENDLESS = {
    "brackets": "[a1 [a2]" * 40_000,
    "captions": "[caption a=b]" * 30_000,
    "comments": "<!-- wp:a " * 60_000,
    "open lists": "<ul>" * 60_000,
    "unclosed tags": "<pre " * 60_000,
    "bold anew": "".join(f"<b class=x{n}>" for n in range(150)) + "<p>x" * 60_000,
    "attributes": "<a " + " ".join(f"x{n}" for n in range(40_000)) + ">",
    "less than": "<" * 300_000,
    "spaces": " \n" * 200_000,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_text_made_to_be_slow_is_not(name):
    began = time.process_time()
    plain_text(clean(rewritten(ENDLESS[name], HOST, place)[0]))
    assert time.process_time() - began < 5
