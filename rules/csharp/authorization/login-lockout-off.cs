using Microsoft.AspNetCore.Identity;

public class LoginModel
{
    public async Task Login(string name, string password)
    {
        // ruleid: csharp.login.lockout-off
        await _signIn.PasswordSignInAsync(name, password, true, false);
        // ruleid: csharp.login.lockout-off
        await _signIn.PasswordSignInAsync(name, password, true, lockoutOnFailure: false);
        // ruleid: csharp.login.lockout-off
        await _signIn.CheckPasswordSignInAsync(user, password, false);
        // ok: csharp.login.lockout-off
        await _signIn.PasswordSignInAsync(name, password, true, true);
        // ok: csharp.login.lockout-off
        await _signIn.PasswordSignInAsync(name, password, false, lockoutOnFailure: true);
        // ok: csharp.login.lockout-off
        await _signIn.CheckPasswordSignInAsync(user, password, true);
    }
}
