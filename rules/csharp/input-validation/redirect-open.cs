using Microsoft.AspNetCore.Mvc;

public class AccountController : Controller
{
    [HttpPost]
    public IActionResult Login(string returnUrl, int id)
    {
        // ruleid: csharp.redirect.open
        return Redirect(returnUrl);
    }

    public IActionResult Other([FromQuery] string next)
    {
        var target = next ?? "/";
        // ruleid: csharp.redirect.open
        return new RedirectResult(target);
    }

    public void Written(string next)
    {
        // ruleid: csharp.redirect.open
        Response.Redirect("https://" + next);
        // ruleid: csharp.redirect.open
        Response.Headers["Location"] = next;
        // ok: csharp.redirect.open
        Response.Redirect("/users/" + next);
        // ok: csharp.redirect.open
        Response.Redirect($"https://www.example.org/{next}");
    }

    public IActionResult Local(string returnUrl)
    {
        // ok: csharp.redirect.open
        return LocalRedirect(returnUrl);
    }

    public IActionResult Checked(string returnUrl)
    {
        if (Url.IsLocalUrl(returnUrl))
        {
            // ok: csharp.redirect.open
            return Redirect(returnUrl);
        }
        // ok: csharp.redirect.open
        return Redirect("/");
    }

    public async Task<IActionResult> Consented(string returnUrl)
    {
        var request = await _interaction.GetAuthorizationContextAsync(returnUrl);
        if (request == null) return View("Error");
        // ok: csharp.redirect.open
        return Redirect(returnUrl);
    }

    public async Task<IActionResult> Denied(LoginInputModel model)
    {
        var context = await _interaction.GetAuthorizationContextAsync(model.ReturnUrl);
        await _interaction.DenyAuthorizationAsync(context, AuthorizationError.AccessDenied);
        // ok: csharp.redirect.open
        return Redirect(model.ReturnUrl);
    }

    public IActionResult OfAForm(LoginInputModel model)
    {
        if (!Url.IsLocalUrl(model.ReturnUrl)) return View("Error");
        // ok: csharp.redirect.open
        return Redirect(model.ReturnUrl);
    }

    public IActionResult AnotherField(LoginInputModel model)
    {
        if (!Url.IsLocalUrl(model.ReturnUrl)) return View("Error");
        // ruleid: csharp.redirect.open
        return Redirect(model.CancelUrl);
    }

    public IActionResult Chosen(string returnUrl)
    {
        // ok: csharp.redirect.open
        return Redirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}

public class Classic : System.Web.UI.Page
{
    protected void Page_Load(object sender, EventArgs e)
    {
        // ruleid: csharp.redirect.open
        Response.Redirect(Request.QueryString["next"]);
        // ok: csharp.redirect.open
        Response.Redirect("~/Login.aspx");
    }
}

public static class Endpoints
{
    public static void Map(WebApplication app)
    {
        // ruleid: csharp.redirect.open
        app.MapGet("/go", (string to) => Results.Redirect(to));
    }
}
