using System.Security.Cryptography;

public class Hashes
{
    public void Make(byte[] data)
    {
        // ruleid: csharp.hash.weak-algorithm
        using var md5 = MD5.Create();
        // ruleid: csharp.hash.weak-algorithm
        var sha1 = SHA1.HashData(data);
        // ruleid: csharp.hash.weak-algorithm
        var managed = new SHA1Managed();
        // ok: csharp.hash.weak-algorithm
        var sha256 = SHA256.HashData(data);
        // ok: csharp.hash.weak-algorithm
        using var sha512 = SHA512.Create();
        // ok: csharp.hash.weak-algorithm
        var mac = new HMACSHA256(key);
    }
}
