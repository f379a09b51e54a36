using System.Net;

public class Logins
{
    public void Make(string password)
    {
        // ruleid: csharp.password.constant
        var credential = new NetworkCredential("mail", "kq3v9xw1zz");
        // ruleid: csharp.password.constant
        var connection = new SqlConnection("Server=db;Database=shop;User Id=sa;Password=kq3v9xw1zz;");
        // ruleid: csharp.password.constant
        var ssh = new SshClient("host", "root", "kq3v9xw1zz");
        // ruleid: csharp.password.constant
        options.UseNpgsql("Host=db;Username=shop;Password=kq3v9xw1zz");
        // ok: csharp.password.constant
        var read = new NetworkCredential("mail", password);
        // ok: csharp.password.constant
        var trusted = new SqlConnection("Server=db;Database=shop;Integrated Security=true");
        // ok: csharp.password.constant
        options.UseNpgsql(configuration.GetConnectionString("Shop"));
    }
}
