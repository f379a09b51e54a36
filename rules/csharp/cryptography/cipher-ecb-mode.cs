using System.Security.Cryptography;

public class Modes
{
    public void Make()
    {
        using var aes = Aes.Create();
        // ruleid: csharp.cipher.ecb-mode
        aes.Mode = CipherMode.ECB;
        // ruleid: csharp.cipher.ecb-mode
        var managed = new AesManaged { Mode = CipherMode.ECB, Padding = PaddingMode.PKCS7 };
        // ruleid: csharp.cipher.ecb-mode
        var sent = aes.EncryptEcb(data, PaddingMode.PKCS7);
        // ok: csharp.cipher.ecb-mode
        aes.Mode = CipherMode.CBC;
        // ok: csharp.cipher.ecb-mode
        var other = new AesManaged { Mode = CipherMode.CBC };
        // ok: csharp.cipher.ecb-mode
        var gcm = new AesGcm(key, 16);
    }
}
