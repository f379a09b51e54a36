using Dapper;
using System.Data.SqlClient;
using Microsoft.AspNetCore.Mvc;
using Command = System.Data.SqlClient.SqlCommand;

[ApiController]
[Route("users")]
public class UsersController : ControllerBase
{
    private readonly AppDb _db;
    private readonly SqlConnection _connection;

    [HttpGet("{name}")]
    public IActionResult Named(string name, int page, Guid tenant)
    {
        // ruleid: csharp.sql.injection
        var plain = new SqlCommand("SELECT * FROM users WHERE name = '" + name + "'", _connection);
        // ruleid: csharp.sql.injection
        var filled = new System.Data.SqlClient.SqlCommand($"SELECT * FROM users WHERE name = '{name}'", _connection);
        // ruleid: csharp.sql.injection
        var alias = new Command(string.Format("SELECT * FROM users WHERE name = '{0}'", name), _connection);
        // ruleid: csharp.sql.injection
        SqlCommand shortForm = new("SELECT * FROM users WHERE name = '" + name + "'", _connection);
        // ruleid: csharp.sql.injection
        using (var command = new SqlCommand { CommandText = "DELETE FROM users WHERE name = '" + name + "'" }) { command.ExecuteNonQuery(); }
        // ok: csharp.sql.injection
        var bound = new SqlCommand("SELECT * FROM users WHERE name = @name", _connection);
        bound.Parameters.AddWithValue("@name", name);
        // ok: csharp.sql.injection
        var number = new SqlCommand("SELECT * FROM users LIMIT 10 OFFSET " + page, _connection);
        // ok: csharp.sql.injection
        var identifier = new SqlCommand($"SELECT * FROM users WHERE tenant = '{tenant}'", _connection);
        return Ok();
    }

    public async Task<IActionResult> Find([FromQuery] string q, [FromBody] FindRequest wish)
    {
        // ruleid: csharp.sql.injection
        var a = _db.Users.FromSqlRaw("SELECT * FROM users WHERE name LIKE '%" + q + "%'").ToList();
        // ruleid: csharp.sql.injection
        await _db.Database.ExecuteSqlRawAsync($"UPDATE users SET seen = 1 WHERE name = '{wish.Name}'");
        // ok: csharp.sql.injection
        var b = _db.Users.FromSqlInterpolated($"SELECT * FROM users WHERE name = {q}").ToList();
        // ok: csharp.sql.injection
        var c = _db.Users.FromSqlRaw("SELECT * FROM users WHERE name = {0}", q).ToList();
        // ruleid: csharp.sql.injection
        var d = await _connection.QueryAsync<User>("SELECT * FROM users WHERE name = '" + q + "'");
        // ok: csharp.sql.injection
        var e = await _connection.QueryAsync<User>("SELECT * FROM users WHERE name = @q", new { q });
        var text = new StringBuilder("SELECT * FROM users");
        text.Append(" ORDER BY ").Append(q);
        // ruleid: csharp.sql.injection
        _connection.Execute(text.ToString());
        string order = wish.Descending ? q + " DESC" : q;
        // ruleid: csharp.sql.injection
        _session.CreateSQLQuery("SELECT * FROM users ORDER BY " + order).List();
        // ok: csharp.sql.injection
        _connection.Execute("SELECT * FROM users WHERE id = " + int.Parse(q));
        if (Request.Query.TryGetValue("sort", out var sort))
        {
            // ruleid: csharp.sql.injection
            _connection.Execute("SELECT * FROM users ORDER BY " + sort);
        }
        return Ok();
    }

    public IActionResult Sorted(string column)
    {
        if (!Columns.Contains(column))
        {
            return BadRequest();
        }
        // ok: csharp.sql.injection
        return Ok(_connection.Query<User>("SELECT * FROM users ORDER BY " + column));
    }
}

public class Search : PageModel
{
    public void OnGet(string q)
    {
        var command = _connection.CreateCommand();
        // ruleid: csharp.sql.injection
        command.CommandText = "SELECT * FROM pages WHERE text LIKE '%" + q + "%'";
        // ok: csharp.sql.injection
        command.CommandText = "SELECT * FROM pages WHERE text LIKE @q";
    }
}

public class Chat : Hub
{
    public async Task Send(string room)
    {
        // ruleid: csharp.sql.injection
        await _connection.ExecuteAsync("INSERT INTO log VALUES ('" + room + "')");
    }
}

public class Greeter : GreeterBase
{
    public override Task<Reply> Greet(GreetRequest request, ServerCallContext context)
    {
        // ruleid: csharp.sql.injection
        var found = _connection.Query("SELECT * FROM names WHERE name = '" + request.Name + "'");
        return Task.FromResult(new Reply());
    }
}

public static class Endpoints
{
    public static void Map(WebApplication app)
    {
        // ruleid: csharp.sql.injection
        app.MapGet("/users", (string name, AppDb db) => db.Users.FromSqlRaw("SELECT * FROM users WHERE name = '" + name + "'"));
        app.MapPost("/users", async (HttpRequest request, AppDb db) =>
        {
            var name = request.Form["name"];
            // ruleid: csharp.sql.injection
            await db.Database.ExecuteSqlRawAsync("INSERT INTO users VALUES ('" + name + "')");
        });
    }
}

public class Classic : System.Web.UI.Page
{
    protected void Page_Load(object sender, EventArgs e)
    {
        // ruleid: csharp.sql.injection
        var command = new SqlCommand("SELECT * FROM users WHERE id = " + Request.QueryString["id"], _connection);
        // ruleid: csharp.sql.injection
        var other = new SqlDataAdapter("SELECT * FROM users WHERE id = " + Request["id"], _connection);
        // ok: csharp.sql.injection
        var none = new SqlCommand("SELECT * FROM users WHERE id = " + Session.SessionID.Length, _connection);
    }
}
