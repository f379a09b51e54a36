using System.Security.Cryptography;

public class Ciphers
{
    public void Make()
    {
        // ruleid: csharp.cipher.broken
        using var des = DES.Create();
        // ruleid: csharp.cipher.broken
        var triple = new TripleDESCryptoServiceProvider();
        // ruleid: csharp.cipher.broken
        var engine = new RC4Engine();
        // ruleid: csharp.cipher.broken
        var full = new System.Security.Cryptography.DESCryptoServiceProvider();
        // ok: csharp.cipher.broken
        using var aes = Aes.Create();
        // ok: csharp.cipher.broken
        var gcm = new AesGcm(key, 16);
        // ok: csharp.cipher.broken
        var chacha = new ChaCha20Poly1305(key);
    }
}
