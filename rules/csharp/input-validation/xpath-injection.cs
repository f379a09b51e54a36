using System.Xml;
using Microsoft.AspNetCore.Mvc;

public class LoginController : Controller
{
    [HttpPost]
    public IActionResult Login(string name, string password, int number)
    {
        // ruleid: csharp.xpath.injection
        var user = _document.SelectSingleNode("//user[name='" + name + "']");
        // ruleid: csharp.xpath.injection
        var others = _document.SelectNodes($"//user[@name='{name}']");
        // ruleid: csharp.xpath.injection
        var expression = XPathExpression.Compile("//user[@name='" + name + "']");
        // ok: csharp.xpath.injection
        var byNumber = _document.SelectSingleNode("//user[" + number + "]");
        // ok: csharp.xpath.injection
        var all = _document.SelectNodes("//user");
        // ok: csharp.xpath.injection
        var expected = XPathExpression.Compile("//user[@name=$name]");
        return Ok();
    }
}
