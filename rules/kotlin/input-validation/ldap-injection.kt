package sample

import org.springframework.web.bind.annotation.*
import javax.naming.directory.DirContext

@RestController
class Directory(private val context: DirContext) {
    @GetMapping("/people")
    fun find(@RequestParam uid: String): String {
        // ruleid: kotlin.ldap.injection
        context.search("ou=people", "(uid=$uid)", null)
        // ok: kotlin.ldap.injection
        context.search("ou=people", "(objectClass=person)", null)
        // ok: kotlin.ldap.injection
        context.search("ou=people", "(uid=" + LdapEncoder.filterEncode(uid) + ")", null)
        // ok: kotlin.ldap.injection
        context.search("ou=people", "(uid={0})", arrayOf(uid), null)
        return "x"
    }
}
