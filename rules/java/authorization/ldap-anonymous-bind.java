package sample;

import java.util.Hashtable;
import javax.naming.Context;

class Directory {
    void bind(Hashtable<String, String> settings) {
        // ruleid: java.ldap.anonymous-bind
        settings.put(Context.SECURITY_AUTHENTICATION, "none");
        // ok: java.ldap.anonymous-bind
        settings.put(Context.SECURITY_AUTHENTICATION, "GSSAPI");
        // ok: java.ldap.anonymous-bind
        settings.put(Context.SECURITY_PROTOCOL, "ssl");
        // ok: java.ldap.anonymous-bind
        settings.put(Context.SECURITY_AUTHENTICATION, "simple");
    }
}
