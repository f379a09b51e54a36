using MongoDB.Driver;
using Microsoft.AspNetCore.Mvc;

public class NotesController : Controller
{
    public IActionResult Find(string owner, int number)
    {
        // ruleid: csharp.mongo.injection
        var filter = BsonDocument.Parse("{ owner: '" + owner + "' }");
        // ruleid: csharp.mongo.injection
        var other = new JsonFilterDefinition<Note>($"{{ owner: '{owner}' }}");
        // ok: csharp.mongo.injection
        var built = Builders<Note>.Filter.Eq("owner", owner);
        // ok: csharp.mongo.injection
        var numbered = BsonDocument.Parse("{ number: " + number + " }");
        // ok: csharp.mongo.injection
        var made = new BsonDocument("owner", owner);
        return Ok();
    }
}
