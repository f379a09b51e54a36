<?php

// ruleid: php.cors.any-origin-with-credentials
header('Access-Control-Allow-Origin: ' . $_SERVER['HTTP_ORIGIN']);
$origin = $_SERVER['HTTP_ORIGIN'] ?? '';
// ruleid: php.cors.any-origin-with-credentials
header("Access-Control-Allow-Origin: {$origin}");
// ruleid: php.cors.any-origin-with-credentials
$response->headers->set('Access-Control-Allow-Origin', $request->headers->get('Origin'));
// ok: php.cors.any-origin-with-credentials
header('Access-Control-Allow-Origin: https://example.org');
// ok: php.cors.any-origin-with-credentials
header('Access-Control-Allow-Origin: *');
if (in_array($origin, ['https://example.org'], true)) {
    // ok: php.cors.any-origin-with-credentials
    header("Access-Control-Allow-Origin: $origin");
}
