using Renci.SshNet;

public class Remote
{
    public void Connect(SshClient client)
    {
        // ruleid: csharp.ssh.host-key-unchecked
        client.HostKeyReceived += (sender, e) => { e.CanTrust = true; };
        // ruleid: csharp.ssh.host-key-unchecked
        client.HostKeyReceived += (sender, e) => e.CanTrust = true;
        // ok: csharp.ssh.host-key-unchecked
        client.HostKeyReceived += (sender, e) => { e.CanTrust = e.FingerPrintSHA256 == Expected; };
        // ok: csharp.ssh.host-key-unchecked
        client.HostKeyReceived += Check;
        // ok: csharp.ssh.host-key-unchecked
        client.Connect();
    }
}
