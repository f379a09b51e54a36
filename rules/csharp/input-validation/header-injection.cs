using Microsoft.AspNetCore.Mvc;

public class HeaderController : Controller
{
    public IActionResult Get(string language, int number)
    {
        // ruleid: csharp.header.injection
        Response.Headers.Add("X-Language", language);
        // ruleid: csharp.header.injection
        Response.Headers["X-Language"] = "x-" + language;
        // ruleid: csharp.header.injection
        HttpContext.Response.AddHeader("X-Language", language);
        // ok: csharp.header.injection
        Response.Headers.Append("X-Language", Uri.EscapeDataString(language));
        // ok: csharp.header.injection
        Response.Headers.Append("X-Number", number.ToString());
        // ok: csharp.header.injection
        Response.Headers.Append("X-Frame-Options", "DENY");
        return Ok();
    }
}
