<?php

use GuzzleHttp\Client;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Http;

$url = $_GET['url'];
// ruleid: php.http.ssrf
$handle = curl_init($url);
// ruleid: php.http.ssrf
curl_setopt($handle, CURLOPT_URL, $_POST['url']);
// ruleid: php.http.ssrf
curl_setopt_array($handle, [CURLOPT_URL => "http://{$_GET['host']}/status", CURLOPT_HEADER => 0]);
// ruleid: php.http.ssrf
$page = file_get_contents($url);
// ruleid: php.http.ssrf
$page = file_get_contents('http://' . $_GET['host']);
// ruleid: php.http.ssrf
$page = wp_remote_get($_REQUEST['feed']);
// ruleid: php.http.ssrf
$socket = fsockopen($_GET['host'], 80);
// ok: php.http.ssrf
curl_setopt($handle, CURLOPT_URL, 'https://api.example.org/find?q=' . $_GET['q']);
// ok: php.http.ssrf
$page = file_get_contents("https://api.example.org/users/{$_GET['id']}");
// ok: php.http.ssrf
curl_setopt($handle, CURLOPT_POSTFIELDS, $_POST);

class PreviewController
{
    public function show(Request $request)
    {
        // ruleid: php.http.ssrf
        $page = Http::get($request->input('url'));
        $client = new Client();
        // ruleid: php.http.ssrf
        $page = $client->request('GET', $request->input('url'));
        // ruleid: php.http.ssrf
        $page = $client->get($request->query('url'));
        // ruleid: php.http.ssrf
        $page = Http::timeout(3)->get($request->url);
        // ok: php.http.ssrf
        $page = Http::get('https://api.example.org/find', ['q' => $request->input('q')]);
        // ok: php.http.ssrf
        $page = $client->get('https://api.example.org/users/' . $request->input('id'));
        $host = $request->input('host');
        if (!in_array($host, ['a.example.org', 'b.example.org'], true)) {
            throw new InvalidArgumentException();
        }
        // ok: php.http.ssrf
        $page = Http::get("https://$host/status");
    }
}
