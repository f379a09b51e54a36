using Microsoft.AspNetCore.Mvc;

public class UsersController : Controller
{
    [HttpPost]
    public async Task<IActionResult> Edit(int id)
    {
        var user = _db.Users.Find(id);
        // ruleid: csharp.binding.mass-assignment
        await TryUpdateModelAsync(user);
        // ruleid: csharp.binding.mass-assignment
        await TryUpdateModelAsync<User>(user, "");
        // ok: csharp.binding.mass-assignment
        await TryUpdateModelAsync(user, "", u => u.Name, u => u.Mail);
        // ok: csharp.binding.mass-assignment
        await TryUpdateModelAsync<User>(user, "user", u => u.Name);
        // ok: csharp.binding.mass-assignment
        user.Name = "x";
        return Ok();
    }
}
