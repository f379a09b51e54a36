using System.Security.Authentication;

public class Versions
{
    public void Set()
    {
        // ruleid: csharp.tls.old-version
        _handler.SslProtocols = SslProtocols.Tls;
        // ruleid: csharp.tls.old-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Ssl3;
        // ruleid: csharp.tls.old-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12 | SecurityProtocolType.Tls11;
        // ok: csharp.tls.old-version
        _handler.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        // ok: csharp.tls.old-version
        _handler.SslProtocols = SslProtocols.None;
        // ok: csharp.tls.old-version
        ServicePointManager.SecurityProtocol = SecurityProtocolType.Tls12;
    }
}
