import yaml
from yaml import CSafeLoader, Loader, load


def settings(stream, text):
    # ruleid: python.yaml.unsafe-load
    yaml.load(stream)
    # ruleid: python.yaml.unsafe-load
    yaml.load(stream, Loader=yaml.UnsafeLoader)
    # ruleid: python.yaml.unsafe-load
    load(text, Loader=Loader)
    # ruleid: python.yaml.unsafe-load
    yaml.unsafe_load(text)
    # ok: python.yaml.unsafe-load
    yaml.safe_load(stream)
    # ok: python.yaml.unsafe-load
    yaml.load(stream, Loader=yaml.SafeLoader)
    # ok: python.yaml.unsafe-load
    load(stream, CSafeLoader)
    # ok: python.yaml.unsafe-load
    yaml.load(stream, Loader=OurSafeLoader)
    # ok: python.yaml.unsafe-load
    yaml.load("a: 1")


def with_another_library(text):
    yaml = ruamel.yaml.YAML(typ="safe")
    # ok: python.yaml.unsafe-load
    return yaml.load(text)
