using System.Net.Http;
using System.Net.Security;

public class Clients
{
    public void Make()
    {
        var handler = new HttpClientHandler();
        // ruleid: csharp.tls.certificate-unchecked
        handler.ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => true;
        // ruleid: csharp.tls.certificate-unchecked
        handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
        // ruleid: csharp.tls.certificate-unchecked
        ServicePointManager.ServerCertificateValidationCallback += (sender, certificate, chain, errors) => true;
        // ruleid: csharp.tls.certificate-unchecked
        ServicePointManager.ServerCertificateValidationCallback = delegate { return true; };
        // ruleid: csharp.tls.certificate-unchecked
        var made = new HttpClientHandler { ServerCertificateCustomValidationCallback = (a, b, c, d) => true };
        // ruleid: csharp.tls.certificate-unchecked
        var stream = new SslStream(_tcp, false, (a, b, c, d) => true);
    }

    // ruleid: csharp.tls.certificate-unchecked
    private static bool Accept(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
    {
        return true;
    }

    public void Safe()
    {
        var handler = new HttpClientHandler();
        // ok: csharp.tls.certificate-unchecked
        handler.ServerCertificateCustomValidationCallback = (message, certificate, chain, errors) => errors == SslPolicyErrors.None;
        // ok: csharp.tls.certificate-unchecked
        handler.ServerCertificateCustomValidationCallback = (m, certificate, c, e) => certificate.GetCertHashString() == Expected;
        // ok: csharp.tls.certificate-unchecked
        var stream = new SslStream(_tcp, false);
    }
}
