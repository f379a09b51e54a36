using System.DirectoryServices;
using Microsoft.AspNetCore.Mvc;

public class PeopleController : Controller
{
    public IActionResult Find(string name, int number)
    {
        var searcher = new DirectorySearcher(_entry);
        // ruleid: csharp.ldap.injection
        searcher.Filter = "(&(objectClass=user)(cn=" + name + "))";
        // ruleid: csharp.ldap.injection
        var other = new DirectorySearcher(_entry, $"(cn={name})");
        // ruleid: csharp.ldap.injection
        var made = new DirectorySearcher { Filter = string.Format("(cn={0})", name) };
        // ruleid: csharp.ldap.injection
        var request = new SearchRequest("dc=example", $"(uid={name})", SearchScope.Subtree);
        // ok: csharp.ldap.injection
        searcher.Filter = "(cn=" + Encoder.LdapFilterEncode(name) + ")";
        // ok: csharp.ldap.injection
        searcher.Filter = "(number=" + number + ")";
        // ok: csharp.ldap.injection
        searcher.Filter = "(cn=admin)";
        return Ok(searcher.FindAll());
    }
}
