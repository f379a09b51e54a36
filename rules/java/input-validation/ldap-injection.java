package sample;

import jakarta.servlet.http.HttpServletRequest;
import javax.naming.directory.*;
import org.springframework.ldap.core.LdapTemplate;
import org.springframework.ldap.support.LdapEncoder;
import org.springframework.ldap.query.LdapQueryBuilder;

class Directory {
    private LdapTemplate template;
    private SearchControls controls;

    void find(HttpServletRequest request, DirContext context) throws Exception {
        String user = request.getParameter("user");
        // ruleid: java.ldap.injection
        context.search("ou=people", "(&(objectClass=person)(uid=" + user + "))", controls);
        String filter = String.format("(uid=%s)", user);
        // ruleid: java.ldap.injection
        context.search("ou=people", filter, controls);
        // ruleid: java.ldap.injection
        context.search("uid=" + user + ",ou=people", "(objectClass=*)", controls);
        // ruleid: java.ldap.injection
        template.search("ou=people", "(uid=" + user + ")", mapper);
        // ok: java.ldap.injection
        context.search("ou=people", "(uid={0})", new Object[]{user}, controls);
        // ok: java.ldap.injection
        context.search("ou=people", "(uid=" + LdapEncoder.filterEncode(user) + ")", controls);
        // ok: java.ldap.injection
        template.search(LdapQueryBuilder.query().where("uid").is(user), mapper);
        // ok: java.ldap.injection
        index.search(user, "(uid=" + user + ")");
    }
}
