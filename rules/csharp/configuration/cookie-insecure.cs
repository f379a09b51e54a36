using Microsoft.AspNetCore.Http;

public class Cookies
{
    public void Set()
    {
        // ruleid: csharp.cookie.insecure
        var options = new CookieOptions { HttpOnly = false, Secure = true };
        // ruleid: csharp.cookie.insecure
        Response.Cookies.Append("session", id, new CookieOptions { Secure = false });
        services.AddSession(o =>
        {
            // ruleid: csharp.cookie.insecure
            o.Cookie.HttpOnly = false;
            // ruleid: csharp.cookie.insecure
            o.Cookie.SecurePolicy = CookieSecurePolicy.None;
        });
    }

    public void Safe()
    {
        // ok: csharp.cookie.insecure
        var options = new CookieOptions { HttpOnly = true, Secure = true };
        // ok: csharp.cookie.insecure
        Response.Cookies.Append("XSRF-TOKEN", token, new CookieOptions { HttpOnly = false });
        // ok: csharp.cookie.insecure
        settings.HttpOnly = false;
    }
}
