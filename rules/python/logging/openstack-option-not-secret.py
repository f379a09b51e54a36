from oslo_config import cfg

OPTIONS = [
    # ruleid: python.openstack.option-not-secret
    cfg.StrOpt("admin_password", help="Password of the administrator."),
    # ok: python.openstack.option-not-secret
    cfg.StrOpt("admin_password", secret=True, help="Password of the administrator."),
    # ok: python.openstack.option-not-secret
    cfg.StrOpt("password", help=utils.fmt("""
        Entry point for the password plugin.""")),
    # ok: python.openstack.option-not-secret
    cfg.StrOpt("password_file", help="Where the password is."),
    # ok: python.openstack.option-not-secret
    cfg.BoolOpt("inject_password", default=False),
    # ok: python.openstack.option-not-secret
    cfg.StrOpt("admin_user"),
]
