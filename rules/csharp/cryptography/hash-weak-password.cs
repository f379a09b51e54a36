using System.Security.Cryptography;

public class Passwords
{
    public byte[] Hash(string password, byte[] salt, string content)
    {
        // ruleid: csharp.hash.weak-password
        var a = SHA256.HashData(Encoding.UTF8.GetBytes(password));
        // ruleid: csharp.hash.weak-password
        var b = MD5.Create().ComputeHash(Encoding.UTF8.GetBytes(password));
        using (var sha = SHA512.Create())
        {
            // ruleid: csharp.hash.weak-password
            return sha.ComputeHash(Encoding.UTF8.GetBytes(password + "salt"));
        }
    }

    public byte[] Stepwise(string password)
    {
        var bytes = Encoding.UTF8.GetBytes(password);
        var sha = SHA256.Create();
        // ruleid: csharp.hash.weak-password
        return sha.ComputeHash(bytes);
    }

    public byte[] Safe(string password, byte[] salt, string content)
    {
        // ok: csharp.hash.weak-password
        var a = Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);
        // ok: csharp.hash.weak-password
        var b = SHA256.HashData(Encoding.UTF8.GetBytes(content));
        // ok: csharp.hash.weak-password
        var c = BCrypt.Net.BCrypt.HashPassword(password);
        // ok: csharp.hash.weak-password
        return SHA256.Create().ComputeHash(File.ReadAllBytes(content));
    }
}
