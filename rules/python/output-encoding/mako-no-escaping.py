from mako.lookup import TemplateLookup
from mako.template import Template


def rendered(name):
    # ruleid: python.mako.no-escaping
    page = Template("<p>${name}</p>").render(name=name)
    # ruleid: python.mako.no-escaping
    lookup = TemplateLookup(directories=["templates"])
    # ok: python.mako.no-escaping
    page = Template("<p>${name}</p>", default_filters=["h"]).render(name=name)
    # ok: python.mako.no-escaping
    lookup = TemplateLookup(directories=["templates"], default_filters=["str", "h"])
    # ok: python.mako.no-escaping
    page = lookup.get_template("page.html").render(name=name)
    return page
