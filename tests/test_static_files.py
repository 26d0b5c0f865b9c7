"""What `collectstatic` makes of our stylesheets and scripts. That they still mean the same is for the browser to say:
see browser/test_collected_static.py.
"""

import json

import pytest

from dashboard.static_files import SmallStaticFilesStorage, flat, joined, small_css


@pytest.mark.parametrize(
    "text, small",
    [
        ("a { color: red; top: 0 }\n", "a{color:red;top:0}"),
        ("a { color: red; }\nb { }", "a{color:red}b{}"),
        ("/* Why. */ a { b: c /* so */ ; }", "a{b:c}"),
        ("a /* and */ .b, a/**/.c { d: e }", "a .b,a.c{d:e}"),
        ('a { content: ";  }/* */" }', 'a{content:";  }/* */"}'),
        ("a { b: url(data:x; y) }", "a{b:url(data:x; y)}"),
        (".a { &:hover :is(b, c) { d: e } }", ".a{&:hover :is(b,c){d:e}}"),
        (".a { b: c; > .d > e { f: g } }", ".a{b:c;>.d>e{f:g}}"),
        ("a { b: rgb(0 0 0 / .3) !important /* c */ }", "a{b:rgb(0 0 0 / .3)!important}"),
        (".a { > .b + c { d: calc(1px + 2px) } }", ".a{>.b + c{d:calc(1px + 2px)}}"),
        (
            "@media (width >= 720px) { a::before { b: c } }",
            "@media(width>=720px){a::before{b:c}}",
        ),
    ],
)
def test_stylesheet_loses_only_what_means_nothing(text, small):
    assert small_css(text) == small


def test_imports_are_put_in_place_each_in_its_layer():
    sources = {
        "css/app.css": '@layer base, parts;\n@import url("base.css") layer(base);\n'
        '@import url("parts/pill.css") layer(parts);\n@import url("parts/chip.css") layer(parts);',
        "css/base.css": "a { b: c }",
        "css/parts/pill.css": "d { e: f }",
        "css/parts/chip.css": "g { h: i }",
    }

    assert small_css(flat("css/app.css", sources)) == (
        "@layer base,parts;@layer base{a{b:c}}@layer parts{d{e:f}g{h:i}}"
    )


def test_imported_scripts_are_put_in_place_each_with_names_of_its_own():
    sources = {
        "js/app.js": '// All.\nimport "./a.js";\nimport "./b.js";\n',
        "js/a.js": "const x = 1; // no end of line",
        "js/b.js": "const x = 2;\nimport(x);",
    }

    assert joined("js/app.js", sources) == (
        "// All.\n{\nconst x = 1; // no end of line\n}\n{\nconst x = 2;\nimport(x);\n}\n"
    )
    assert joined("js/b.js", sources) == sources["js/b.js"]


def test_collected_files_have_names_that_change_with_their_content(collected_static):
    names = json.loads((collected_static / "staticfiles.json").read_text())["paths"]

    hashed = collected_static / names["css/app.css"]
    assert hashed.name != "app.css"
    assert hashed.read_text() == (collected_static / "css/app.css").read_text()
    assert "@import" not in hashed.read_text()
    assert hashed.with_name(f"{hashed.name}.gz").exists()


def test_files_of_others_are_collected_as_they_are(collected_static):
    script = (collected_static / "django_htmx/htmx-2.min.js").read_text()

    assert script.startswith("var htmx=function(){")


@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_demo_does_without_collected_files(tmp_path, settings, is_demo):
    settings.DEMO = is_demo
    storage = SmallStaticFilesStorage(location=tmp_path, base_url="/static/")

    if is_demo:
        assert storage.url("css/app.css") == "/static/css/app.css"
    else:
        with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
            storage.url("css/app.css")
