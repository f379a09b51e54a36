using Microsoft.AspNetCore.Mvc;

public class ImportController : Controller
{
    [HttpPost]
    public IActionResult Import(string kind, [FromBody] string text, int number)
    {
        // ruleid: csharp.reflection.class-choice
        var type = Type.GetType("Shop.Models." + kind);
        // ruleid: csharp.reflection.class-choice
        var assembly = Assembly.LoadFrom("/plugins/" + kind + ".dll");
        // ruleid: csharp.reflection.class-choice
        var made = Activator.CreateInstance("Shop", kind);
        // ruleid: csharp.reflection.class-choice
        var method = typeof(Tools).GetMethod(kind);
        // ok: csharp.reflection.class-choice
        var known = Type.GetType("Shop.Models.Order");
        // ok: csharp.reflection.class-choice
        var serializer = new XmlSerializer(typeof(Order));
        // ok: csharp.reflection.class-choice
        var numbered = Type.GetType("Shop.Models.Order" + number);
        return Ok();
    }
}
