using Microsoft.AspNetCore.Cors.Infrastructure;

public class Startup
{
    public void Configure(IApplicationBuilder app)
    {
        // ruleid: csharp.cors.any-origin
        app.UseCors(policy => policy.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowCredentials());
        // ruleid: csharp.cors.any-origin
        app.UseCors(policy => policy.AllowAnyOrigin().AllowAnyMethod().AllowCredentials());
        // ruleid: csharp.cors.any-origin
        Response.Headers["Access-Control-Allow-Origin"] = Request.Headers["Origin"];
        // ok: csharp.cors.any-origin
        app.UseCors(policy => policy.WithOrigins("https://shop.example.org").AllowCredentials());
        // ok: csharp.cors.any-origin
        app.UseCors(policy => policy.AllowAnyOrigin().AllowAnyMethod());
        // ok: csharp.cors.any-origin
        app.UseCors(policy => policy.SetIsOriginAllowed(origin => Known.Contains(origin)).AllowCredentials());
    }
}
