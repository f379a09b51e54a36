import shlex

from oslo_concurrency import processutils


def label(utils, device, name):
    # ruleid: python.openstack.root-shell
    utils.execute("sh", "-c", f"e2label {device} {name}", run_as_root=True)
    # ruleid: python.openstack.root-shell
    processutils.execute("e2label %s" % device, shell=True)
    # ok: python.openstack.root-shell
    utils.execute("e2label", device, name, run_as_root=True)
    # ok: python.openstack.root-shell
    utils.execute("sh", "-c", "sync && echo 3 > /proc/sys/vm/drop_caches", run_as_root=True)
    # ok: python.openstack.root-shell
    processutils.execute("e2label %s" % shlex.quote(device), shell=True)
