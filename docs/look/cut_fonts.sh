#!/bin/sh
# Cuts the web fonts in static/fonts/ from the unpacked npm packages
# @fontsource-variable/newsreader and @fontsource-variable/hanken-grotesk (5.3, OFL).
#   npm pack @fontsource-variable/newsreader @fontsource-variable/hanken-grotesk
#   tar xzf … ; docs/look/cut_fonts.sh NEWSREADER_PACKAGE HANKEN_PACKAGE static/fonts
# Needs fonttools and brotli. One cut is one voice: a headline, reading text, its bold
# and its italic, and the face of forms; a page downloads only the voices it speaks with.
set -eu
newsreader=$1/files hanken=$2/files out=$3
glyphs="U+20-7E,U+A0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+2009,U+200B-200F"
glyphs="$glyphs,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033"
glyphs="$glyphs,U+2039-203A,U+2044,U+20AC,U+2122,U+2190-2193,U+2212,U+2713"

cut() {
    name=$1 source=$2
    shift 2
    fonttools varLib.instancer -q -o "$out/$name.ttf" "$source" "$@"
    pyftsubset "$out/$name.ttf" --unicodes="$glyphs" --no-hinting --desubroutinize \
        --layout-features=kern,liga,mark,mkmk,ccmp,locl,tnum,frac \
        --flavor=woff2 --output-file="$out/$name.woff2"
    rm "$out/$name.ttf"
}

cut newsreader-display "$newsreader/newsreader-latin-opsz-normal.woff2" opsz=60 wght=420
cut newsreader-text "$newsreader/newsreader-latin-opsz-normal.woff2" opsz=16 wght=430
cut newsreader-bold "$newsreader/newsreader-latin-opsz-normal.woff2" opsz=16 wght=640
cut newsreader-italic "$newsreader/newsreader-latin-opsz-italic.woff2" opsz=24 wght=430
cut hanken "$hanken/hanken-grotesk-latin-wght-normal.woff2" wght=400:700
# Names with ș, ț, ł, ő: untouched, fetched only where such a letter stands.
cp "$newsreader/newsreader-latin-ext-wght-normal.woff2" "$out/newsreader-ext.woff2"
cp "$hanken/hanken-grotesk-latin-ext-wght-normal.woff2" "$out/hanken-ext.woff2"
cp "$1/LICENSE" "$out/OFL-Newsreader.txt"
cp "$2/LICENSE" "$out/OFL-HankenGrotesk.txt"
