using Microsoft.IdentityModel.Tokens;

public class Keys
{
    private const string Own = "kq3v9xw1-zz81-47aa";

    public void Make(string configured)
    {
        // ruleid: csharp.key.constant
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("kq3v9xw1-zz81-47aa-90fe"));
        using var aes = Aes.Create();
        // ruleid: csharp.key.constant
        aes.Key = Encoding.ASCII.GetBytes("0123456789abcdef");
        // ruleid: csharp.key.constant
        var mac = new HMACSHA256(Encoding.UTF8.GetBytes("kq3v9xw1"));
        // ruleid: csharp.key.constant
        var named = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(Own));
        // ok: csharp.key.constant
        var read = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(configured));
        // ok: csharp.key.constant
        aes.Key = RandomNumberGenerator.GetBytes(32);
        // ok: csharp.key.constant
        var settings = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_configuration["Jwt:Key"]));
    }
}
