public class Secrets
{
    private static readonly Random Dice = new Random();

    public string NewToken()
    {
        var random = new Random();
        // ruleid: csharp.random.predictable-secret
        return random.Next(100000, 999999).ToString();
    }

    public void Fields()
    {
        // ruleid: csharp.random.predictable-secret
        var token = new Random().Next().ToString("x");
        // ruleid: csharp.random.predictable-secret
        string password = Chars[Random.Shared.Next(Chars.Length)].ToString();
        // ruleid: csharp.random.predictable-secret
        user.ResetCode = Dice.Next(1000, 9999);
    }

    public void Safe()
    {
        // ok: csharp.random.predictable-secret
        var token = RandomNumberGenerator.GetHexString(32);
        // ok: csharp.random.predictable-secret
        var delay = new Random().Next(100);
        // ok: csharp.random.predictable-secret
        var code = RandomNumberGenerator.GetInt32(1000, 9999);
        // ok: csharp.random.predictable-secret
        var picked = items[Dice.Next(items.Count)];
    }
}
