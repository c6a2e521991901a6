"""The marks of printed works in notes, as patterns: pages, imprint, volumes, dates, editors, words that lead in.

The rule: one pattern, one mark, with an example beside it. Boundary: no order of elements; that is `publications`.
"""

from __future__ import annotations

import re

YEAR = r"(?:1[5-9]\d\d|20[0-3]\d)"
MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|January|February|March|April|August|September|October"
    r"|November|December)\.?"
)
_CAPITAL = "A-ZÀ-ÞŁŚŻŹĆŠČŽĐĒĪŪĀА-ЯЁІЇЄҐ"
_WORD = r"[^\W\d_]"

# `118–22`, `1,310`, `77n12`, `xvii`, `55ff.`
_NUMERAL = r"(?:\d{1,5}(?:,\d{3}(?!\d))?|[ivxlc]{1,7}(?!\w))"
_RANGE = rf"{_NUMERAL}(?:[nNаa]{{1,2}}\.?\s?\d{{0,3}}|\s?ff?\.?(?!\w))?(?:\s?[-–—]\s?{_NUMERAL})?"
_HERE = rf"(?:,?\s(?:here|esp\.|especially|at)\s(?:at\s)?(?:pp?\.\s)?{_RANGE})?"
PAGE_LIST = rf"{_RANGE}(?:(?:\s{{0,40}}[,;]\s{{0,40}}(?:and\s|und\s|i\s)?|\s(?:and|und|&|i)\s){_RANGE}){{0,40}}{_HERE}"
_PAGE_TERM = r"(?:[Pp]{1,2}|[Ss]{1,2}|str|pages?|[сС]|стр|стб|[Cc]ols?)(?:\.\s?|\s)"
# `, pp. 4–21 and 60–72`, `, 117–8`, `, passim`, `, ch. 7`, with a remark in parentheses after them.
PAGES = re.compile(
    rf"(?:[,:.;]|(?<=[)”\"’»?!]))\s*(?:{_PAGE_TERM}(?P<pages>{PAGE_LIST}(?:,?\s?passim)?)"
    rf"|(?<!\.)(?<!\.\s)(?P<bare>(?=\d){PAGE_LIST})|(?P<passim>passim|(?:chs?\.|chaps?\.|chapters?)\s?\d+(?:[-–]\d+)?))"
    r"(?:,\s(?:docs?|nn?|fn|table|fig|notes?|dok)\.?\s\d{1,4})?(?:\s*\((?P<remark>[^()]{0,90})\))?[\s.,]*\Z"
)
# `Zapiski, 2:118–19`, `Zapiski, II: 77`
VOLUME_AND_PAGES = re.compile(rf"(?P<volume>\b[IVX]{{1,5}}|\b\d{{1,3}}):\s?(?P<pages>{PAGE_LIST})[\s.,]*\Z")
ISSUE_BEFORE = re.compile(r"(?:\b[Nn]os?\.?|№|\()\s?\Z")
YEARS_ONLY = re.compile(rf"{YEAR}(?:[-–](?:{YEAR}|\d\d))?\Z")
YEAR_THEN_PAGES = re.compile(rf"({YEAR}),\s*(.+)\Z", re.DOTALL)
PAGE_COMMAS = re.compile(r"\s*(?:;|,(?=\s))\s*(?:and\s|und\s)?|\s(?:and|und|i|&)\s")

# `(Moscow: Nauka, 1996)`, `(1998)`, `(Moscow, 1961–)`; never the years of a life, `(1880–1921)`.
IMPRINT = re.compile(
    rf"\((?P<imprint>(?!{YEAR}[-–]{YEAR}\))[^()]{{0,140}}?(?<!\d)(?P<year>{YEAR})(?:[–-]\d{{0,4}})?)\)"
)
# `, Paris, 1960`, `, Moscow: Nauka 2022`, `. M., Nauka, 1992`
BARE_IMPRINT = re.compile(
    rf"(?:,|(?<=[^\W\d_]{{2}})\.|(?<=\d)\.)\s(?P<place>(?!{MONTH}[\s,])[{_CAPITAL}]{_WORD}*\.?(?:[-–\s]+(?:[A-Z]{_WORD}*\.?|and|am|i|on|&)){{0,4}})"
    rf"(?:(?:(?<=\.),|\s?:)\s(?P<publisher>[^,:()]{{2,60}}?))?,?\s(?P<year>{YEAR})[\s.,]*\Z"
)
MONTH_AT_END = re.compile(rf"{MONTH}\Z")
# `7 March 1934`, `Nov. 3, 1991`, `August 1991`
DATE = re.compile(
    rf"(?:\d{{1,2}}(?:,\s\d{{1,2}}){{0,4}}(?:\sand\s|[–-]))?(?:\d{{1,2}}\s)?\b{MONTH}(?:\s\d{{1,2}})?,?\s(?P<year>{YEAR})"
)
A_YEAR = re.compile(rf"(?<!\d)({YEAR})(?!\d)")
# `Orlova 1994`, `Orlova and Belov 1994a`
AUTHOR_AND_YEAR = re.compile(rf"(?P<names>[{_CAPITAL}].{{1,60}}?),?\s\(?(?P<year>{YEAR})[a-d]?\)?\Z")
YEAR_AS_SUBTITLE = re.compile(rf":\s({YEAR})\Z")
# `no. 5`, `Nos.12-3`, `Heft 3`
ISSUE = re.compile(
    r"(?<!\w)(?P<issue>(?:[Nn]os?\.?|№|Nr\.?|[Ii]ssue|z\.|Heft)\s?\d+(?:[-–/]\d+)?(?:\s\(\d+\))?)(?:\s\([^()]*\))?"
)
# `, vol. 2: Exile`, `, vol. 11, bk. 3, pt. 2`, `, III`, `, t. 13`
VOLUME = re.compile(
    r",?\s?(?:[Vv]ols?\.?|t\.|[Bb]d\.|tom)\s(?P<volume>\d{1,3}|[IVXLC]+)(?:,\s(?:bk|pt|part)\.?\s\d+){0,2}"
    r"(?:\s\([^()]*\))?(?::\s[A-Z]\w+)?|,\s(?P<roman>[IVX]{1,5})(?=[,\s]|\Z)"
)
VOLUME_OF_JOURNAL = re.compile(r"\s(\d{1,3})(?:[/:](\d{1,3}))?\s*(?:,|\Z)")
# `, 5th ed.`, `, 4 vols.`
EDITION = re.compile(
    r",?\s(?:\d+(?:st|nd|rd|th)\s|(?:rev\.|revised|second|third|fourth|fifth)\s)ed(?:ition|\.|n\.?)?(?=,|\Z)"
    r"|,?\s\d+\svols?\.?(?=,|\Z)"
)

# “…”, „…”, «…», ‘…’: the second closing mark lets a quotation within the title be.
QUOTED = re.compile(
    r"[“„«\"](?P<title>[^”»\"]{2,400}(?:”\s?[^“”]{0,3}”)?)[”»\"]"
    r"|(?<!\w)[‘`'](?P<single>.{2,300}?)[’'](?=[,.;:)]|\Z|\s(?:in\s|\())"
)
ANY_QUOTE = re.compile(r"[“‘„«]")
_ROLE = r"(?:[eé]ds?|editors?|comps?|trans|red|Hrsg|Hg|sost)"
# `Orlova, ed., Title`, `A. Smith and B. Jones (eds), Title`; the comma tells it from `Title, ed. A. Smith`.
EDITORS_FIRST = re.compile(
    rf"(?P<names>.{{2,160}}?),?\s(?:et\sal\.?,?\s)?(?:\({_ROLE}\.?\),?|{_ROLE}\.?(?:,|:))\s(?P<title>\S.+)\Z"
)
ORDINAL_AT_END = re.compile(r"\b(?:\d+(?:st|nd|rd|th)|rev\.?)\Z")
# `Title, ed. by A. Smith`, `Title, edited by …`
EDITORS_LATER = re.compile(
    r",?\s\(?(?:eds?\.|edited|trans\.|translated|comps?\.|hrsg\.|pod red\.)\s(?:by\s|von\s)?"
    rf"(?P<names>[{_CAPITAL}].*)\Z"
)
END_OF_EDITORS = re.compile(rf"(?<=[a-zа-я]{{3}})\.\s(?=[{_CAPITAL}])|,\s(?:vol|transl)")
ROLE_AT_END = re.compile(rf",?\s\(?{_ROLE}\.?\)?\Z")

# What may stand before a citation and belongs to the sentence around it.
LEAD_IN = re.compile(
    r"[\s,.:–—]*(?:(?:and|or|but|also|too|und|oraz|in|In|citing|quoting|generally|especially|esp\.|in particular"
    r"|as well as|[Cc]ited|[Qq]uoted|[Rr]eprinted|[Pp]ublished|[Tt]ranslated|[Bb]est covered|online at|[Ss]ee|[Cc]f\."
    r"|[Cc]ompare|[Ff]or example|for more|for details|E\.g\.,?|e\.g\.,?|[Zz]ob\.|[Pp]or\.|[Ss]iehe|[Vv]gl\."
    r"|[Aa]ccording to)(?:\s(?:also|in|by|from|as|especially|in particular|for example|e\.g\.))*[\s,:]+){1,3}"
)
# `On the harvest, see Orlova`, `for the north: see Lunin`: everything up to the word.
SEE = re.compile(
    r"(?:^|.*?[\s,:(])(?:[Ss]ee|[Cc]f\.|[Pp]atrz|[Zz]ob\.|[Ss]iehe|[Vv]gl\.)"
    rf"(?:\s(?:also|especially|for example|in particular|e\.g\.))?,?:?\s(?=[{_CAPITAL}“‘„«])"
)
# `One general put it otherwise: Marshal’s Notes, 31`, `misdated in his Notes, II, 9`
BURIED = re.compile(
    rf".*(?::\s(?=[{_CAPITAL}“‘„])|\sin (?:his |her |their |the )?(?=[{_CAPITAL}“‘„])"
    r"|\s(?:to|by|from|of)\s(?=[A-Z]\w+(?:\sand\s[A-Z]\w+)?,\s(?!(?:[A-Z]\w+\s)?\d)[A-Z]\w+\s))"
)
IN_CONTAINER = re.compile(rf"(?:^|,\s|[”’]\s)in:?\s(?=[{_CAPITAL}“‘«])")
REMARK_AFTER = re.compile(
    r"\s*\((?:quoting|citing|interview|emphasis|see|in |with|my |original|from |for )[^()]*\)[\s.]*\Z", re.IGNORECASE
)

# Nothing printed: cross-references, conversations, unpublished papers.
NO_WORK = re.compile(
    r"^(?:[Ss]ee\s)?(?:Conversations?\swith|above|below|pp?\.|n\.|note|notes)\b|#\d"
    r"|\b(?:conversations?\swith|unpublished|memorandum|memo|documentary|[Pp]ersonal communication"
    r"|[Ii]nterview(?:s|ed)?)\b"
)
UNPRINTED = re.compile(r"(?:Testimony|Interview|Letter|Report|Memorandum)\b")
NO_JOURNAL = re.compile(
    r"^(?:From|In|On|By|At|Since|Until|Of|See|For)\Z|\d|\b(?:to|and|dated|[Rr]esolution|[Oo]rder|[Dd]ecree|[Pp]rotocol|[Ss]peech"
    r"|[Mm]eeting|[Ss]ession|[Cc]onversation|[Dd]iar(?:y|ies)|[Mm]emo|[Ll]etter|[Tt]elegram|[Nn]otes|[Rr]eport|[Tt]estimony)\b"
)
PROSE_START = re.compile(
    r"(?:The|This|These|That|It|He|She|They|On|In|From|None|After|Before|With|Both|There|For|By|At|As)\s"
)
PROSE = re.compile(
    r"\b(?:was|were|had|has|have|did|does|said|told|would|could|took|came|went|gave|saw|put|sent|made|met|is|are|be|been"
    r"|see|he|she|they|his|him|her|them|it|this|that|which|who|thought|passed|reached|tells?|shows?|led|wrote)\b"
)
TITLE_START = re.compile(rf"(?!{MONTH}\s\d)[{_CAPITAL}\d“‘„«'’]")
# `A Cold Spring: The Long Thaw` and `Zapiski. Sbornik`: the subtitle begins here.
SUBTITLE = re.compile(rf":\s|(?<=[\w’)]{{3}})\.\s(?=[{_CAPITAL}\d])")
CAPITAL = re.compile(rf"[{_CAPITAL}]")
NAME_WORD = re.compile(
    rf"[{_CAPITAL}]{_WORD}*(?:[’'`-]{_WORD}+)*[’']?|(?:[{_CAPITAL}][a-zа-яё]?\.-?){{1,4}}|Jr\.|\[[^\]]{{1,12}}\]"
)
INITIALS = re.compile(rf"(?:[{_CAPITAL}]{_WORD}?\.\s?-?){{1,3}}\Z")
# `S. Volkov. Dni i nochi`, `Volkov, S. Dni i nochi`: the name ends at the stop.
NAME_THEN_STOP = re.compile(
    rf"(?P<name>(?:[{_CAPITAL}][a-zа-яё]?\.\s?){{1,3}}[{_CAPITAL}]{_WORD}+(?:[-’']{_WORD}+)*\.|[{_CAPITAL}]\w+,?\s(?:[{_CAPITAL}]\.\s?){{1,3}})"
    rf"\s?(?=[{_CAPITAL}])(?P<title>.+)"
)
