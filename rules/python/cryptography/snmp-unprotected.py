import os

from pysnmp import hlapi
from pysnmp.hlapi import CommunityData, UsmUserData

# ruleid: python.snmp.unprotected
community = CommunityData("monitor", mpModel=1)
# ruleid: python.snmp.unprotected
user = UsmUserData("monitor")
# ruleid: python.snmp.unprotected
user = UsmUserData("monitor", os.environ["SNMP_AUTH"])
# ruleid: python.snmp.unprotected
user = hlapi.UsmUserData("monitor", authKey=os.environ["SNMP_AUTH"])
# ok: python.snmp.unprotected
user = UsmUserData("monitor", os.environ["SNMP_AUTH"], os.environ["SNMP_PRIVACY"])
# ok: python.snmp.unprotected
user = UsmUserData("monitor", authKey=os.environ["SNMP_AUTH"], privKey=os.environ["SNMP_PRIVACY"])
# ok: python.snmp.unprotected
target = hlapi.UdpTransportTarget(("localhost", 161))
