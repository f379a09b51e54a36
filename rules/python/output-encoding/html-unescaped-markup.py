from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from markupsafe import Markup

ICON = "<i></i>"


def badge(user, count):
    # ruleid: python.html.unescaped-markup
    mark_safe("<b>" + user.name + "</b>")
    # ruleid: python.html.unescaped-markup
    mark_safe(f"<b>{user.name}</b>")
    # ruleid: python.html.unescaped-markup
    Markup("<b>%s</b>" % user.name)
    text = "<b>{}</b>".format(user.name)
    # ruleid: python.html.unescaped-markup
    mark_safe(text)
    # ruleid: python.html.unescaped-markup
    format_html("<b>%s</b>" % user.name)
    # ok: python.html.unescaped-markup
    format_html("<b>{}</b>", user.name)
    # ok: python.html.unescaped-markup
    Markup("<b>{}</b>").format(user.name)
    # ok: python.html.unescaped-markup
    mark_safe("<b>constant</b>")
    # ok: python.html.unescaped-markup
    mark_safe("<b>" + escape(user.name) + "</b>")
    # ok: python.html.unescaped-markup
    mark_safe(f"<b>{escape(user.name)}</b>")
    # ok: python.html.unescaped-markup
    mark_safe(render_to_string("badge.html", {"user": user}))
    # ok: python.html.unescaped-markup
    mark_safe("<b>%d</b>" % len(user.name))
    # ok: python.html.unescaped-markup
    return mark_safe("<b>" + ICON + "</b>")


def trail(pages):
    parts = []
    for page in pages:
        parts.append(page.get_title())
    # ruleid: python.html.unescaped-markup
    return mark_safe("<i></i>".join(parts))


def safe_trail(pages):
    parts = []
    for page in pages:
        parts.append(escape(page.title))
    # ok: python.html.unescaped-markup
    return mark_safe("<i></i>".join(parts))


def titles(pages):
    # ruleid: python.html.unescaped-markup
    return mark_safe(", ".join(page.title for page in pages))


def rendered(self, name, value):
    widget = self.render_widget(name, value)
    # ok: python.html.unescaped-markup
    mark_safe(f"<div>{widget}</div>")
    # ok: python.html.unescaped-markup
    return mark_safe("<code>%s</code>" % {True: "true", False: "false"}[value])
