import jinja2
from jinja2 import Environment, FileSystemLoader, select_autoescape

# ruleid: python.jinja.autoescape-off
loose = Environment(loader=FileSystemLoader("templates"), autoescape=False)
# ok: python.jinja.autoescape-off
chosen = Environment(loader=FileSystemLoader("templates"), autoescape=select_autoescape())
# ok: python.jinja.autoescape-off
strict = jinja2.Environment(autoescape=True)
# ok: python.jinja.autoescape-off
source_code = jinja2.Environment(trim_blocks=True).from_string("x = {{ x }}")
# ruleid: python.jinja.autoescape-off
app.jinja_env.autoescape = False


def page(values):
    # ruleid: python.jinja.autoescape-off
    environment = Environment(loader=FileSystemLoader("templates"))
    return environment.get_template("page.html").render(values)
