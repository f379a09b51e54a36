using Microsoft.AspNetCore.Mvc;

public class FormController : Controller
{
    // ruleid: csharp.csrf.disabled
    [HttpPost, IgnoreAntiforgeryToken]
    public IActionResult Save(string text)
    {
        return Ok();
    }

    // ok: csharp.csrf.disabled
    [HttpPost]
    [ValidateAntiForgeryToken]
    public IActionResult Sent(string text)
    {
        return Ok();
    }

    // ok: csharp.csrf.disabled
    [HttpGet]
    public IActionResult Show()
    {
        return View();
    }

    public void Map(WebApplication app)
    {
        // ruleid: csharp.csrf.disabled
        app.MapPost("/x", Save).DisableAntiforgery();
        // ok: csharp.csrf.disabled
        app.MapPost("/y", Save);
    }
}
