using System.Web.Mvc;

public class OldController : Controller
{
    // ruleid: csharp.request.validation-off
    [HttpPost, ValidateInput(false)]
    public ActionResult Save(string text)
    {
        return View();
    }

    public ActionResult Read()
    {
        // ruleid: csharp.request.validation-off
        var raw = Request.Unvalidated.Form["text"];
        // ok: csharp.request.validation-off
        var text = Request.Form["text"];
        return View();
    }

    // ok: csharp.request.validation-off
    [HttpPost]
    public ActionResult Sent(string text)
    {
        return View();
    }

    // ok: csharp.request.validation-off
    [HttpPost, ValidateInput(true)]
    public ActionResult Other(string text)
    {
        return View();
    }
}
