using System.Security.Cryptography;

public class Vectors
{
    public void Make()
    {
        using var aes = Aes.Create();
        // ruleid: csharp.cipher.constant-iv
        aes.IV = Encoding.UTF8.GetBytes("0123456789abcdef");
        // ruleid: csharp.cipher.constant-iv
        aes.IV = new byte[16];
        // ruleid: csharp.cipher.constant-iv
        using var encryptor = aes.CreateEncryptor(key, new byte[16]);
        // ok: csharp.cipher.constant-iv
        aes.IV = RandomNumberGenerator.GetBytes(16);
        // ok: csharp.cipher.constant-iv
        aes.GenerateIV();
        // ok: csharp.cipher.constant-iv
        aes.IV = header.Take(16).ToArray();
    }
}
