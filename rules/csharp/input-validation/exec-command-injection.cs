using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

public class ToolsController : Controller
{
    [HttpPost]
    public IActionResult Ping(string host, int count)
    {
        // ruleid: csharp.exec.command-injection
        Process.Start("cmd.exe", "/c ping " + host);
        // ruleid: csharp.exec.command-injection
        System.Diagnostics.Process.Start("/bin/sh", $"-c \"ping {host}\"");
        // ruleid: csharp.exec.command-injection
        Process.Start(host);
        // ruleid: csharp.exec.command-injection
        var info = new ProcessStartInfo("ping", host);
        var process = new Process();
        process.StartInfo.FileName = "ping";
        // ruleid: csharp.exec.command-injection
        process.StartInfo.Arguments = "-c 1 " + host;
        // ruleid: csharp.exec.command-injection
        var other = new ProcessStartInfo { FileName = "ping", Arguments = string.Join(" ", "-c", "1", host) };
        // ruleid: csharp.exec.command-injection
        ProcessStartInfo shortForm = new() { FileName = host };
        // ruleid: csharp.exec.command-injection
        var nested = new Process { StartInfo = new ProcessStartInfo { FileName = "ping", Arguments = host } };
        var listed = new ProcessStartInfo("ping");
        // ok: csharp.exec.command-injection
        listed.ArgumentList.Add(host);
        // ok: csharp.exec.command-injection
        Process.Start(listed);
        // ok: csharp.exec.command-injection
        Process.Start("ping", "-c " + count);
        // ok: csharp.exec.command-injection
        Process.Start("ping", "localhost");
        return Ok();
    }

    public IActionResult Script([FromBody] ScriptRequest wish)
    {
        // ruleid: csharp.exec.command-injection
        using var shell = PowerShell.Create().AddScript("Get-Item " + wish.Name);
        // ruleid: csharp.exec.command-injection
        _ssh.RunCommand($"ls {wish.Folder}");
        return Ok();
    }
}

public class Page : System.Web.UI.Page
{
    public void Load()
    {
        // ruleid: csharp.exec.command-injection
        Process.Start("cmd.exe", "/c dir " + Request.QueryString["folder"]);
        // ok: csharp.exec.command-injection
        Process.Start("cmd.exe", "/c dir " + Folder);
    }
}
