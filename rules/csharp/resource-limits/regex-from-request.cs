using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;

public class SearchController : Controller
{
    public IActionResult Find(string q)
    {
        // ruleid: csharp.regex.from-request
        var found = Names.Where(name => Regex.IsMatch(name, q));
        // ruleid: csharp.regex.from-request
        var expression = new Regex("^" + q + "$");
        // ok: csharp.regex.from-request
        var escaped = new Regex(Regex.Escape(q));
        // ok: csharp.regex.from-request
        var limited = new Regex(q, RegexOptions.None, TimeSpan.FromSeconds(1));
        // ok: csharp.regex.from-request
        var matched = Regex.IsMatch(q, "^[a-z]+$");
        return Ok();
    }
}
