using Microsoft.AspNetCore.Mvc;

public class HelloController : Controller
{
    [HttpGet]
    public IActionResult Hello(string name, int count)
    {
        // ruleid: csharp.html.unescaped-response
        return Content("<h1>Hello " + name + "</h1>", "text/html");
    }

    public IActionResult Filled(string name)
    {
        var page = $"<h1>Hello {name}</h1>";
        // ruleid: csharp.html.unescaped-response
        return new ContentResult { Content = page, ContentType = "text/html; charset=utf-8" };
    }

    public IActionResult Marked(string name)
    {
        // ruleid: csharp.html.unescaped-response
        ViewBag.Greeting = new HtmlString("<b>" + name + "</b>");
        // ok: csharp.html.unescaped-response
        ViewBag.Name = name;
        // ok: csharp.html.unescaped-response
        return View();
    }

    public IActionResult Safe(string name, int count)
    {
        // ok: csharp.html.unescaped-response
        ViewBag.A = new HtmlString("<b>" + HtmlEncoder.Default.Encode(name) + "</b>");
        // ok: csharp.html.unescaped-response
        ViewBag.B = new HtmlString("<b>" + WebUtility.HtmlEncode(name) + "</b>");
        // ok: csharp.html.unescaped-response
        ViewBag.C = new HtmlString("<b>" + count + "</b>");
        // ok: csharp.html.unescaped-response
        return Content(name, "text/plain");
    }
}

public class Classic : System.Web.UI.Page
{
    protected void Page_Load(object sender, EventArgs e)
    {
        // ruleid: csharp.html.unescaped-response
        Response.Write("Hello " + Request.QueryString["name"]);
        // ruleid: csharp.html.unescaped-response
        Panel.InnerHtml = Request.Form["text"];
        // ok: csharp.html.unescaped-response
        Response.Write("Hello " + Server.HtmlEncode(Request.QueryString["name"]));
    }
}

public static class Endpoints
{
    public static void Map(WebApplication app)
    {
        // ruleid: csharp.html.unescaped-response
        app.MapGet("/hello", (string name) => Results.Content("<p>" + name, "text/html"));
        // ok: csharp.html.unescaped-response
        app.MapGet("/plain", (string name) => Results.Text(name));
        app.MapGet("/written", async (HttpContext context) =>
        {
            var name = context.Request.Query["name"];
            // ruleid: csharp.html.unescaped-response
            await context.Response.WriteAsync("<p>Hello " + name);
            // ruleid: csharp.html.unescaped-response
            await context.Response.WriteAsync($"<p>Hello {name}</p>");
            var page = $"<h1>{name}</h1>";
            // ruleid: csharp.html.unescaped-response
            await context.Response.WriteAsync(page);
            var plain = $"Hello {name}";
            // ok: csharp.html.unescaped-response
            await context.Response.WriteAsync(plain);
        });
    }
}
