"""What one line of a page is by its shape alone: furniture, a date line, a caption. None: it could be anything.

Each shape is one that pages of many outlets share. A line must match as a whole, since greying a sentence
of the article is worse than missing a button. Nothing here looks at more than one line.
"""

from __future__ import annotations

import re

from onrecord.reading.dates import CLOCK, DATE, DAY
from onrecord.types import PassageKind

#: Characters of the longest line that can be a button, a date line, a heading of links or the like.
_BUTTON_AT_MOST = 120
#: Characters of the longest caption, and of the end of a line in which its credit stands.
_CAPTION_AT_MOST, _CREDIT_AT_MOST = 700, 120

_NETWORKS = (
    "facebook|twitter|x|instagram|youtube|linkedin|whatsapp|telegram|reddit|tiktok|threads|bluesky|mastodon"
    "|pinterest|flipboard|messenger|rss|snapchat|weibo"
)
_NAMED = r"(?-i:[A-Z]\S*(?: [A-Z]\S*){0,3})"
_STORIES = r"(?:articles?|stories|story|posts?|coverage|content|news|topics|links|videos?|reading|headlines)"
_BUTTONS = (
    # players and galleries
    r"(?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2}(?:\s*/\s*(?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2})?",
    r"play|pause|mute|unmute|replay|full ?screen|play video|watch (?:live|now|more)|loading|now playing",
    r"listen(?: now)?|up next|listen to this (?:article|story).{0,30}",
    r"(?:view|see) (?:the )?(?:gallery|slideshow|all [0-9]* ?photos)",
    r"(?:watch|listen to|see) (?:the )?(?:full |latest )?(?:video|interview|clip|ad|audio|segment|speech|episode)"
    r" (?:above|below|here)",
    # moving about the page
    r"(?:scroll|back|return|jump|go) (?:back )?to (?:the )?(?:top|main content|content|comments|navigation).{0,12}",
    r"(?:scroll (?:down )?(?:to|for)|swipe (?:to|for)) .{2,40}|keep scrolling",
    r"skip (?:to|past|advertisement|navigation|links|ad)\b.{0,40}",
    r"(?:toggle|open|close|show|hide) (?:menu|navigation|search|caption|sidebar)|menu|home|search|navigation",
    r"close|next|previous|(?:next|previous) (?:article|story|post)|(?:load|show|see|view) (?:more|all|less)",
    r"(?:text|font) size|accessibility(?: links| help)?|in this (?:article|story)|table of contents|topics|tags",
    # advertising
    r"advertisement|advertising|advert|advertorial|ad|sponsored(?: (?:content|post|by .{1,40}))?|promoted(?: content)?",
    r"paid (?:content|post)|(?:story|article|post) continues (?:below|after)\b.{0,40}|(?:remove|report this|hide) ads?",
    # wanting more of the reader
    r"(?:click here to )?(?:subscribe|sign up|sign in|sign out|log ?in|log ?out|register|donate|support us"
    r"|become an? (?:member|subscriber)|create (?:an? |your )?(?:free )?account|start (?:your )?free trial)"
    r"(?: (?:now|today|here|free|for|to|with|or|and)\b.{0,80})?",
    r"(?:already|not) a (?:subscriber|member)\b.{0,40}|.{0,60}\b(?:in|to|into) your inbox\b.{0,60}",
    r"enter your e-?mail(?: address)?|(?:our|the|get the|get our)\b.{0,30}\bnewsletters?|newsletters?",
    r"for more,? sign up for\b.{0,60}|(?:give|leave|send us) (?:us )?(?:your )?feedback",
    r"thank you for (?:subscribing|signing up|reading).{0,40}",
    # other articles
    r"(?:read|see) (?:more|also|next)(?: (?:here|stories|articles|on this story|about this))?|also read",
    r"(?:read more|read also|read next|also read|see also|related|related stor(?:y|ies)|recommended)\s*:\s?.{1,110}",
    r"click here(?: (?:to|for) .{2,60})?|continue reading(?: .{0,40})?|keep reading",
    rf"(?:related|recommended|popular|latest|trending|featured|more|top|similar|other|recent) {_STORIES}",
    r"related|recommended(?: for you)?|trending(?: now)?|most (?:read|popular|viewed|shared|recent)|don['’]t miss",
    r"editor['’]?s['’]? picks?|what to (?:read|watch) next|(?:you )?(?:may|might) also (?:like|be interested in)",
    rf"more (?:from|on|in) (?:this (?:section|author|topic|series|story)|the web|{_NAMED})|also on {_NAMED}:",
    r"(?:tags|filed under|topics|categories|keywords|posted in)\s*:\s.{1,110}",
    r"abstract|full text|(?:for immediate|press|media|news) release",
    # comments and counters
    r"(?:(?:[0-9,.]+k?|view|show|hide|see|leave a|post a|add a|write a|all|load|read) )(?:the )?comments?",
    r"comments?(?: ?\(?[0-9,]+\)?)?|join the (?:conversation|discussion|debate)",
    r"comments (?:are )?(?:closed|off|disabled)\b.{0,40}",
    r"[0-9,.]+k? (?:shares?|likes?|views?|retweets?|reactions?|replies)",
    r"[0-9]+[ -]min(?:ute)?s?(?: read)?|(?:reading|read) time\b.{0,30}",
    # the small print
    r"(?:about|contact) us|privacy(?: (?:policy|notice|settings))?|cookies?(?: (?:policy|settings|notice))?|site ?map",
    r"terms(?: (?:of|and|&) (?:use|service|sale|conditions))?|(?:accept|reject|manage) (?:all )?cookies|careers",
    r"(?:we|this (?:site|website)) uses? cookies\b.{0,80}|help cent(?:er|re)|advertise(?: with us)?",
    r"do not sell\b.{0,50}",
    r"h/t .{2,40}|\(h/t .{2,40}\)",
    # style sheets
    r"[.#@]?[\w. ,#:>-]{1,80}\{|\}|[a-z-]{2,30}:\s?[^;.\s]{1,30};",
)
#: Accounts and addresses, as stand below a biography.
_ACCOUNTS = (
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    r"(?:e-?mail|twitter|x|facebook|instagram|bluesky|web(?:site)?)\s*:\s*\S+(?:\s*(?:,|and|\|)\s*\S+)?",
    r"(?:follow|like|find|join|contact) (?:us|me|him|her|them|the author)(?: (?:on|at) .{0,80})?",
    rf"(?-i:Follow) {_NAMED}",
    rf"(?:on (?:{_NETWORKS}) )?follow .{{2,70}} (?:on|at) (?:{_NETWORKS})\b.{{0,120}}|follow @\w+(?: on .{{2,60}})?",
)
_BUTTON = re.compile("|".join(f"(?:{words})" for words in _BUTTONS + _ACCOUNTS), re.IGNORECASE)
_ACCOUNT = re.compile(
    "|".join(f"(?:{words})" for words in (*_ACCOUNTS, rf"@\w+|(?:{_NETWORKS}|e-?mail)")), re.IGNORECASE
)
_SHARE = re.compile(
    rf"(?:(?:{_NETWORKS}|e-?mail|share|tweet|print|save|copy|link|url|bookmark|pin|post|send|gift|copied|open|follow|us"
    r"|this|article|story|page|on|via|by|to|with|and|or|the|a|friend|options|more|clipboard|window|new|in)\b"
    r"|[\s,&|/·•:+()-])+",
    re.IGNORECASE,
)
_SHARE_CORE = re.compile(rf"\b(?:{_NETWORKS}|e-?mail|share|tweet|print|copy link|bookmark)\b", re.IGNORECASE)
_SMALL_PRINT = re.compile(
    r"(?:copyright\s*(?:©|\(c\)|by\b|:|[12][0-9]{3}|(?-i:[A-Z]))|©|\(c\)\s*[12][0-9]{3}).{0,280}"
    r"|.{0,200}\ball rights reserved\b.{0,120}"
    r"|.{0,120}\bmay not be (?:published|broadcast|reproduced|redistributed)\b.{0,120}",
    re.IGNORECASE | re.DOTALL,
)
_DATE_LABEL = re.compile(r"\b(?:updated|published|posted|modified)\b", re.IGNORECASE)
_DATE_FILL = re.compile(
    r"\b(?:last|first|originally|original|created|edited|on|at|and|date|publication|edition|print|local|time|of)\b",
    re.IGNORECASE,
)
_PERSON = r"[A-Z][\w.’'-]+(?: (?:[a-z]{2,3} )?[A-Z][\w.’'-]+){1,3}"
_FIRM = r"[A-Z][\w.&’'-]*(?: [A-Z][\w.&’'-]*){0,3}"
_AGENCY = (
    r"(?:AFP|AP|EPA|EFE|DPA|ANP|TASS|Reuters|Getty(?: Images)?|Associated Press|Bloomberg|Xinhua|Shutterstock|iStock"
    r"|Alamy|Zuma|Sipa|Polaris|Pool)"
)
_CREDITS = (
    r"(?i:photo|photograph|image|picture|video|illustration|graphic|screenshot)s?(?i: credit)?"
    r"(?: ?[:/|] ?| (?i:by|courtesy of) )\S.{0,80}",
    r"(?i:credit) ?:\s.{1,80}|\((?i:courtesy)\b.{0,80}|(?i:courtesy of) .{2,60}",
    r"(?i:AP|AFP|EPA|Reuters|Getty|pool|file|handout|staff) (?i:photo|image|picture)s?\b(?: ?[/,|] ?.{1,60})?",
    rf"(?:{_PERSON} )?(?:via|/) ?{_AGENCY}\b.{{0,40}}|{_FIRM} via {_FIRM}",
    rf"via {_FIRM} (?:Images|Pictures|Photos|Agency)",
    rf"{_PERSON} ?/ ?{_FIRM}(?: ?/ ?{_FIRM}){{0,3}}",
)
_CREDIT = re.compile("(?:" + "|".join(f"(?:{words})" for words in _CREDITS) + r")\s*[)\].]*")
_CREDIT_STARTS = re.compile(r"(?:^|[.!?;—–|(\[”\"]\s*)(?=[^\s)\].])")
#: A line that is under a photo as a whole: it begins by saying so, or names an agency and nothing else.
_PICTURED = re.compile(
    r"(?:photo|image|picture|caption|pictured|file photo)\s*:\s\S.*"
    r"|(?:getty|associated press|afp|reuters)(?: images)?\.?",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_ENDS = re.compile(r"[.!?…:;,—–-][\"'”’»)\]]*$")


def shape(line: str) -> PassageKind | None:
    """The kind of `line` (without the space around it), where its shape alone tells; None for anything else."""
    if is_date(line):
        return "date"
    if is_furniture(line):
        return "furniture"
    return "caption" if is_caption(line) else None


def is_date(line: str) -> bool:
    """Whether `line` says when the article was published or changed and nothing else: `Updated:`, `Nov. 28, 2024`."""
    if len(line) > _BUTTON_AT_MOST or not (DATE.search(line) or DAY.search(line) or _DATE_LABEL.search(line)):
        return False
    rest = _DATE_LABEL.sub("", _DATE_FILL.sub("", CLOCK.sub("", DAY.sub("", DATE.sub("", line)))))
    return not re.search(r"\w", rest)


def is_furniture(line: str) -> bool:
    """Whether `line` is a part of the page and not of the article."""
    if len(line) > _BUTTON_AT_MOST:
        return len(line) <= 300 and bool(_SMALL_PRINT.fullmatch(line))
    bare = line.rstrip(" .…›»→>")
    if not re.search(r"\w", bare):  # a rule; but a lone quotation mark belongs to somebody's words
        return not re.search("[\"'“”‘’«»„]", line)
    shared = _SHARE.fullmatch(bare) and _SHARE_CORE.search(bare)
    sentence = line.endswith(".") and " " not in bare and not bare.isupper()  # `Pause.` is told, `Pause` is a button
    button = _BUTTON.fullmatch(line) or (not sentence and _BUTTON.fullmatch(bare))
    return bool(shared or button or _SMALL_PRINT.fullmatch(line))


def is_account(line: str) -> bool:
    """Whether `line` is somebody's account or address: `twitter`, `@maralindt`, `mara.lindt@ledger.example`.

    Without a biography beside it, it may be the speaker of the words above it.
    """
    return len(line) <= _BUTTON_AT_MOST and bool(_ACCOUNT.fullmatch(line.rstrip(" .")))


def is_caption(line: str) -> bool:
    """Whether `line` ends in a photo's credit, or says itself that it stands under one."""
    if len(line) > _CAPTION_AT_MOST:
        return False
    end = line[-_CREDIT_AT_MOST:]
    starts = (start.end() for start in _CREDIT_STARTS.finditer(end) if start.end() or len(line) == len(end))
    return bool(_PICTURED.fullmatch(line)) or any(_CREDIT.fullmatch(end, start) for start in starts)


def ends_sentence(line: str) -> bool:
    """Whether `line` ends as sentences do, and headlines do not."""
    return bool(_SENTENCE_ENDS.search(line))
