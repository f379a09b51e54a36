from oslo_policy import policy

RULES = [
    # ruleid: python.openstack.policy-everyone
    policy.DocumentedRuleDefault("os:reset", "@", "Resets the state.", [{"method": "POST", "path": "/reset"}]),
    # ruleid: python.openstack.policy-everyone
    policy.RuleDefault(name="os:delete", check_str=""),
    # ok: python.openstack.policy-everyone
    policy.RuleDefault("os:delete", "role:admin"),
    # ok: python.openstack.policy-everyone
    policy.RuleDefault("os:reset", "!"),
    # ok: python.openstack.policy-everyone
    policy.RuleDefault("os:list", "rule:project_reader"),
]
