using Scriban;
using Microsoft.AspNetCore.Mvc;

public class MailController : Controller
{
    public IActionResult Send(string greeting, string name, int number)
    {
        // ruleid: csharp.template.injection
        var a = Template.Parse("Hello " + greeting).Render(new { name });
        // ruleid: csharp.template.injection
        var b = Handlebars.Compile(greeting);
        // ok: csharp.template.injection
        var c = Template.Parse("Hello {{ name }}").Render(new { name });
        // ok: csharp.template.injection
        var d = Handlebars.Compile("Hello {{ name }}");
        // ok: csharp.template.injection
        var e = Template.Parse("Hello " + number);
        return Ok();
    }
}
