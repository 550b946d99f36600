#!/bin/sh
# Cuts the fonts of printed documents in donations/receipts/paper/fonts/. The faces of
# the site come from static/fonts/; the rest, for names in other scripts, from Debian's
# fonts-noto-core and fonts-noto-cjk (OFL), unpacked with dpkg-deb.
#   docs/look/cut_paper_fonts.sh NOTO_CORE_FOLDER NOTO_CJK_FOLDER
# Needs fonttools and brotli. Typst reads no woff2, and puts only the letters used into
# a document; hints and features that names do not need are left out.
set -eu
core=$1/usr/share/fonts/truetype/noto cjk=$2/usr/share/fonts/opentype/noto
here=$(cd "$(dirname "$0")/../.." && pwd)
out=$here/donations/receipts/paper/fonts

face() { # source, file, weight to cut at (or none), family, style
    python3 - "$here/static/fonts/$1.woff2" "$out/$2.ttf" "$3" "$4" "$5" <<'PYTHON'
import sys

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

source, target, weight, family, style = sys.argv[1:]
font = TTFont(source)
font.flavor = None
if "fvar" in font:
    font = instantiateVariableFont(font, {"wght": float(weight)})
bold = style == "Bold"
for number, words in ((1, family), (2, style), (4, f"{family} {style}"),
                      (6, f"{family}-{style}".replace(" ", ""))):
    font["name"].setName(words, number, 3, 1, 0x409)
for number in (16, 17, 21, 22, 25):
    font["name"].removeNames(nameID=number)
font["OS/2"].usWeightClass = 700 if bold else 400
font["OS/2"].fsSelection = 0x20 if bold else 0x40
font["head"].macStyle = 1 if bold else 0
font.save(target)
PYTHON
}

noto() { # source, file, letters
    pyftsubset "$core/$1.ttf" --output-file="$out/$2.ttf" --unicodes="$3" --no-hinting \
        --layout-features='*'
}

face newsreader-display newsreader-display - "Newsreader Display" Regular
face hanken hanken-regular 400 "Hanken Grotesk" Regular
face hanken hanken-bold 650 "Hanken Grotesk" Bold
face hanken-ext hanken-ext-regular 400 "Hanken Grotesk Ext" Regular
face hanken-ext hanken-ext-bold 650 "Hanken Grotesk Ext" Bold
noto NotoSans-Regular noto-sans U+20-7E,U+A0-24F,U+300-36F,U+370-52F,U+1E00-1EFF,U+2010-2027
noto NotoSansKhmer-Regular noto-sans-khmer U+200C-200D,U+1780-17FF,U+19E0-19FF
noto NotoSansThai-Regular noto-sans-thai U+E00-E7F
noto NotoSansLao-Regular noto-sans-lao U+E80-EFF
noto NotoSansDevanagari-Regular noto-sans-devanagari U+200C-200D,U+900-97F
noto NotoSansArabic-Regular noto-sans-arabic U+200C-200D,U+600-6FF,U+750-77F

# What people are called: the characters that China (GB 2312), Taiwan (Big5, level 1),
# Japan (JIS X 0208) and Korea (KS X 1001) agreed on for ordinary writing.
python3 - > "$out/letters.txt" <<'PYTHON'
def known(encoding, fits=lambda code: True):
    for point in range(0x3000, 0xD7A4):
        try:
            code = chr(point).encode(encoding)
        except UnicodeEncodeError:
            continue
        if len(code) == 2 and fits(int.from_bytes(code, "big")):
            yield point


letters = {*known("gb2312"), *known("shift_jis"), *known("euc_kr")}
letters |= set(known("big5", lambda code: 0xA440 <= code <= 0xC67E))
print("\n".join(f"U+{point:04X}" for point in sorted(letters)))
PYTHON
pyftsubset "$cjk/NotoSansCJK-Regular.ttc" --font-number=2 --no-hinting \
    --layout-features= --unicodes-file="$out/letters.txt" \
    --output-file="$out/noto-sans-cjk.otf"
rm "$out/letters.txt"
