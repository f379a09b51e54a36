public class Startup
{
    public void Configure(IApplicationBuilder app, IWebHostEnvironment environment)
    {
        // ruleid: csharp.error.developer-page
        app.UseDeveloperExceptionPage();
    }

    public void Both(IApplicationBuilder app, IWebHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            // ok: csharp.error.developer-page
            app.UseDeveloperExceptionPage();
        }
        else
        {
            // ok: csharp.error.developer-page
            app.UseExceptionHandler("/Error");
        }
        if (environment.IsEnvironment("Local") || environment.IsDevelopment())
        {
            // ok: csharp.error.developer-page
            app.UseMigrationsEndPoint();
        }
    }
}
