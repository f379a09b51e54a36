using Microsoft.AspNetCore.Mvc;

public class FilesController : Controller
{
    [HttpGet("{name}")]
    public IActionResult Get(string name, int number)
    {
        // ruleid: csharp.path.traversal
        var text = System.IO.File.ReadAllText("/data/" + name);
        // ruleid: csharp.path.traversal
        var bytes = File.ReadAllBytes(Path.Combine(_root, name));
        var path = Path.Combine(_root, "pages", name);
        // ruleid: csharp.path.traversal
        using var stream = new FileStream(path, FileMode.Open);
        // ruleid: csharp.path.traversal
        return PhysicalFile($"/data/{name}", "text/plain");
    }

    public IActionResult Safe(string name, int number)
    {
        // ok: csharp.path.traversal
        var text = System.IO.File.ReadAllText(Path.Combine(_root, Path.GetFileName(name)));
        // ok: csharp.path.traversal
        var byNumber = File.ReadAllText(Path.Combine(_root, number + ".txt"));
        var full = Path.GetFullPath(Path.Combine(_root, name));
        if (!full.StartsWith(_root, StringComparison.Ordinal))
        {
            return NotFound();
        }
        // ok: csharp.path.traversal
        return PhysicalFile(full, "text/plain");
    }

    public IActionResult Refused(string name)
    {
        if (name.Contains("..") || Path.IsPathRooted(name))
        {
            return BadRequest();
        }
        // ok: csharp.path.traversal
        return Ok(System.IO.File.ReadAllText(Path.Combine(_root, name)));
    }

    [HttpPost]
    public async Task<IActionResult> Upload(IFormFile file)
    {
        // ruleid: csharp.path.traversal
        using (var target = System.IO.File.Create(Path.Combine(_root, file.FileName)))
        {
            await file.CopyToAsync(target);
        }
        // ok: csharp.path.traversal
        using var other = System.IO.File.Create(Path.Combine(_root, Path.GetRandomFileName()));
        return Ok();
    }

    [HttpDelete]
    public IActionResult Remove([FromQuery(Name = "file")] string file)
    {
        // ruleid: csharp.path.traversal
        System.IO.File.Delete(_root + file);
        // ruleid: csharp.path.traversal
        Directory.Delete(string.Concat(_root, file), true);
        // ruleid: csharp.path.traversal
        System.IO.File.Move(file, "/tmp/x");
        return Ok();
    }
}

public class Classic : System.Web.UI.Page
{
    protected void Page_Load(object sender, EventArgs e)
    {
        // ruleid: csharp.path.traversal
        Response.WriteFile(Server.MapPath("~/files/") + Request.QueryString["name"]);
        // ruleid: csharp.path.traversal
        Upload.PostedFile.SaveAs(Path.Combine(Folder, Request["name"]));
        // ruleid: csharp.path.traversal
        var reader = new StreamReader(Path.Combine(Folder, Request.Form["name"]));
        // ok: csharp.path.traversal
        var body = new StreamReader(Request.InputStream);
    }
}

public static class Endpoints
{
    public static void Map(WebApplication app)
    {
        // ruleid: csharp.path.traversal
        app.MapGet("/files/{name}", (string name) => Results.Text(File.ReadAllText("/data/" + name)));
        // ok: csharp.path.traversal
        app.MapGet("/pages/{number}", (int number) => Results.Text(File.ReadAllText("/data/" + number)));
    }
}
