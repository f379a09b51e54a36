using Microsoft.AspNetCore.Mvc;

public class ErrorController : Controller
{
    public IActionResult Get()
    {
        try
        {
            return Ok(Load());
        }
        catch (Exception e)
        {
            // ruleid: csharp.error.stack-trace-to-client
            return StatusCode(500, e.ToString());
        }
    }

    public IActionResult Traced()
    {
        try
        {
            return Ok(Load());
        }
        catch (IOException error)
        {
            // ruleid: csharp.error.stack-trace-to-client
            return BadRequest("failed: " + error.StackTrace);
        }
    }

    public IActionResult Safe()
    {
        try
        {
            return Ok(Load());
        }
        catch (Exception e)
        {
            // ok: csharp.error.stack-trace-to-client
            _logger.LogError(e, "loading failed: {Trace}", e.StackTrace);
            // ok: csharp.error.stack-trace-to-client
            return StatusCode(500, "Something went wrong.");
        }
        // ok: csharp.error.stack-trace-to-client
        return BadRequest(state.ToString());
    }
}
