using System.Net.Http;
using Microsoft.AspNetCore.Mvc;

public class ProxyController : Controller
{
    private readonly HttpClient _client;

    [HttpGet]
    public async Task<IActionResult> Fetch(string url, string id)
    {
        // ruleid: csharp.http.ssrf
        var text = await _client.GetStringAsync(url);
        // ruleid: csharp.http.ssrf
        var answer = await new HttpClient().GetAsync("https://" + url + "/status");
        // ruleid: csharp.http.ssrf
        var classic = WebRequest.Create(new Uri(url));
        // ruleid: csharp.http.ssrf
        var message = new HttpRequestMessage(HttpMethod.Get, url);
        // ruleid: csharp.http.ssrf
        var rest = new RestClient(url);
        using var web = new WebClient();
        // ruleid: csharp.http.ssrf
        var page = _webClient.DownloadString($"{url}/feed");
        // ok: csharp.http.ssrf
        var fixedHost = await _client.GetStringAsync("https://api.example.org/users/" + id);
        // ok: csharp.http.ssrf
        var filled = await _client.GetStringAsync($"https://api.example.org/users/{id}");
        // ok: csharp.http.ssrf
        var configured = await _client.GetStringAsync($"{_baseUrl}/users/{id}");
        // ok: csharp.http.ssrf
        var encoded = await _client.GetStringAsync("https://api.example.org/find?q=" + Uri.EscapeDataString(id));
        return Content(text);
    }

    [HttpPost]
    public async Task<IActionResult> Hook([FromBody] HookRequest hook)
    {
        var client = _factory.CreateClient();
        // ruleid: csharp.http.ssrf
        await client.PostAsync(hook.Address, null);
        var target = new Uri(hook.Other);
        if (!Hosts.Contains(target.Host))
        {
            return BadRequest();
        }
        // ok: csharp.http.ssrf
        await client.PostAsync(target, null);
        return Ok();
    }
}

public static class Endpoints
{
    public static void Map(WebApplication app, HttpClient client)
    {
        // ruleid: csharp.http.ssrf
        app.MapGet("/fetch", async (string url) => await client.GetStringAsync(url));
    }
}

public class TokenRefresher
{
    // What a program asks of others, it wrote itself.
    public HttpRequestMessage Again(HttpRequestMessage message)
    {
        // ok: csharp.http.ssrf
        return new HttpRequestMessage(message.Method, message.RequestUri);
    }

    public async Task<HttpResponseMessage> Forward(HttpRequestMessage request)
    {
        var address = await request.Content.ReadAsStringAsync();
        // ok: csharp.http.ssrf
        return await _client.GetAsync(address);
    }
}

public static class Relay
{
    [FunctionName("Relay")]
    public static async Task<string> Run([HttpTrigger("post")] HttpRequestMessage message, HttpClient client)
    {
        var address = await message.Content.ReadAsStringAsync();
        // ruleid: csharp.http.ssrf
        return await client.GetStringAsync(address);
    }
}
