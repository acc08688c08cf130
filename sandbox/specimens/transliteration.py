"""Names in any script into the letters of the machine-readable zone.

Latin, Cyrillic and Arabic follow ICAO Doc 9303-3 section 6; Greek, which has no table there,
ELOT 743. Korean and Japanese syllables go by their Unicode names. Ideographs have no one
reading: a name that is nothing else becomes ``X``.
"""
# ruff: noqa: RUF001, RUF003  # letters of other scripts are what this file is about

import unicodedata

_LATIN = """
    Ä:AE Å:AA Æ:AE Ð:D Đ:D Ħ:H I:I Ĳ:IJ ĸ:Q Ł:L Ŋ:N Ö:OE Ø:OE Œ:OE ẞ:SS Þ:TH Ŧ:T Ü:UE
"""
_CYRILLIC = """
    А:A Б:B В:V Г:G Д:D Е:E Ё:E Ж:ZH З:Z И:I І:I Й:I К:K Л:L М:M Н:N О:O П:P Р:R С:S Т:T У:U Ф:F
    Х:KH Ц:TS Ч:CH Ш:SH Щ:SHCH Ъ:IE Ы:Y Ь: Э:E Ю:IU Я:IA Ў:U Ѵ:Y Ґ:G Ђ:D Ѓ:G Ѕ:DZ Ј:J Ќ:K Љ:LJ
    Њ:NJ Џ:DZ Є:IE Ї:I Ѫ:U Ѳ:F Һ:C
"""
_GREEK = """
    Α:A Β:V Γ:G Δ:D Ε:E Ζ:Z Η:I Θ:TH Ι:I Κ:K Λ:L Μ:M Ν:N Ξ:X Ο:O Π:P Ρ:R Σ:S Τ:T Υ:Y Φ:F Χ:CH
    Ψ:PS Ω:O
"""
_ARABIC = """
    ء:XE آ:XAA أ:XAE ؤ:U إ:I ئ:XI ا:A ب:B ة:XTA ت:T ث:XTH ج:J ح:XH خ:XKH د:D ذ:XDH ر:R ز:Z س:S
    ش:XSH ص:XSS ض:XDZ ط:XTT ظ:XZZ ع:E غ:G ف:F ق:Q ك:K ل:L م:M ن:N ه:H و:W ى:XAY ي:Y پ:P چ:XC
    ژ:XZH ک:XKK گ:XG ی:XYY
"""
_TABLE = dict(
    pair.split(":") for table in (_LATIN, _CYRILLIC, _GREEK, _ARABIC) for pair in table.split()
)
_SEPARATORS = " -\u00a0\u2010\u2011\u2013\u30fb"
_SYLLABLES = ("HANGUL SYLLABLE ", "HIRAGANA LETTER ", "KATAKANA LETTER ")


def transliterate(name: str) -> str:
    """Return the name in ``A``-``Z`` with ``<`` between words; apostrophes vanish.

    >>> transliterate("Müller-O'Neil"), transliterate("Горбачёв"), transliterate("김")
    ('MUELLER<ONEIL', 'GORBACHEV', 'GIM')
    """
    # ``upper`` would take ß to SS, which is right, and ı to I, which is too.
    letters = "".join(_letter(char) for char in unicodedata.normalize("NFC", name).upper())
    return "<".join(letters.split()) or "X"


def _letter(char: str) -> str:
    if char in _SEPARATORS:
        return " "
    if char in _TABLE:
        return _TABLE[char]
    base = unicodedata.normalize("NFD", char)[0]
    if "A" <= base <= "Z":
        return base
    return _TABLE.get(base) or _syllable(char)


def _syllable(char: str) -> str:
    name = unicodedata.name(char, "")
    if not name.startswith(_SYLLABLES):
        return ""
    sound = name.rsplit(" ", 1)[1]
    return sound if sound.isascii() and sound.isalpha() else ""
