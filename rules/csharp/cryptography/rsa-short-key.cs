using System.Security.Cryptography;

public class KeyPairs
{
    public void Make()
    {
        // ruleid: csharp.rsa.short-key
        using var a = RSA.Create(1024);
        // ruleid: csharp.rsa.short-key
        var b = new RSACryptoServiceProvider(512);
        // ruleid: csharp.rsa.short-key
        var c = new RSACng(1024);
        // ok: csharp.rsa.short-key
        using var d = RSA.Create(3072);
        // ok: csharp.rsa.short-key
        var e = new RSACryptoServiceProvider(2048);
        // ok: csharp.rsa.short-key
        using var f = RSA.Create();
    }
}
