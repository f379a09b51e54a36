using System.Security.Cryptography;

public class Keys
{
    public void Derive(string password, byte[] salt)
    {
        // ruleid: csharp.hash.weak-kdf
        var old = new Rfc2898DeriveBytes(password, salt);
        // ruleid: csharp.hash.weak-kdf
        var few = new Rfc2898DeriveBytes(password, salt, 1000, HashAlgorithmName.SHA256);
        // ruleid: csharp.hash.weak-kdf
        var named = KeyDerivation.Pbkdf2(password, salt, KeyDerivationPrf.HMACSHA256, 10_000, 32);
        // ruleid: csharp.hash.weak-kdf
        var older = new PasswordDeriveBytes(password, salt);
        // ok: csharp.hash.weak-kdf
        var many = Rfc2898DeriveBytes.Pbkdf2(password, salt, 600_000, HashAlgorithmName.SHA256, 32);
        // ok: csharp.hash.weak-kdf
        var hundred = new Rfc2898DeriveBytes(password, salt, 210000, HashAlgorithmName.SHA512);
        // ok: csharp.hash.weak-kdf
        var counted = new Rfc2898DeriveBytes(password, salt, Rounds, HashAlgorithmName.SHA512);
    }
}
