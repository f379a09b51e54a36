# CWE-78 with OpenStack's own functions.
import shlex

from nova import utils
from oslo_concurrency import processutils
# == vulnerable: a shell as root
def label(device, name):
    utils.execute("sh", "-c", f"e2label {device} {name}", run_as_root=True)
# == vulnerable: by its path
def label(device):
    utils.execute("/bin/bash", "-c", "e2label " + device, run_as_root=True)
# == vulnerable: processutils with a shell
def label(device):
    processutils.execute("e2label %s" % device, shell=True)
# == safe: one by one
def label(device, name):
    utils.execute("e2label", device, name, run_as_root=True)
# == safe: a constant
def sync():
    utils.execute("sh", "-c", "sync; sync", run_as_root=True)
# == safe: quoted
def label(device):
    processutils.execute("e2label %s" % shlex.quote(device), shell=True)
