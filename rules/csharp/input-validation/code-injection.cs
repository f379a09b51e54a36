using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.AspNetCore.Mvc;

public class CalculatorController : Controller
{
    [HttpPost]
    public async Task<IActionResult> Run([FromForm] string formula, int number)
    {
        // ruleid: csharp.code.injection
        var a = await CSharpScript.EvaluateAsync(formula);
        // ruleid: csharp.code.injection
        var b = await CSharpScript.EvaluateAsync<int>("1 + " + formula);
        // ruleid: csharp.code.injection
        var tree = CSharpSyntaxTree.ParseText($"class A {{ int F() => {formula}; }}");
        // ruleid: csharp.code.injection
        var page = Engine.Razor.RunCompile(formula, "key", null, null);
        // ok: csharp.code.injection
        var c = await CSharpScript.EvaluateAsync("1 + 1");
        // ok: csharp.code.injection
        var d = await CSharpScript.EvaluateAsync("1 + " + number);
        // ok: csharp.code.injection
        var e = new DataTable().Compute("1 + 1", formula.Length.ToString());
        return Ok();
    }
}
