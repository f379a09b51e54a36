using Microsoft.AspNetCore.Mvc;

public class LogController : Controller
{
    public IActionResult Get(string name, int number)
    {
        // ruleid: csharp.log.injection
        _logger.LogInformation("asked for " + name);
        // ruleid: csharp.log.injection
        _logger.LogWarning($"no {name}");
        // ok: csharp.log.injection
        _logger.LogInformation("asked for {Name}", name);
        // ok: csharp.log.injection
        _logger.LogInformation("asked for " + number);
        // ok: csharp.log.injection
        _logger.LogInformation("asked for " + name.ReplaceLineEndings(""));
        return Ok();
    }
}
