<?php

// ruleid: php.tls.verification-off
curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, false);
// ruleid: php.tls.verification-off
\curl_setopt($handle, CURLOPT_SSL_VERIFYHOST, 0);
// ruleid: php.tls.verification-off
curl_setopt_array($handle, [CURLOPT_URL => $url, CURLOPT_SSL_VERIFYPEER => false]);
// ruleid: php.tls.verification-off
$client = new \GuzzleHttp\Client(['verify' => false]);
// ruleid: php.tls.verification-off
$client->request('GET', 'https://example.org', ['verify' => false]);
// ruleid: php.tls.verification-off
Http::withoutVerifying()->get('https://example.org');
// ruleid: php.tls.verification-off
$context = stream_context_create(['ssl' => ['verify_peer' => false]]);
// ruleid: php.tls.verification-off
wp_remote_get('https://example.org', ['sslverify' => false]);
// ok: php.tls.verification-off
curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, true);
// ok: php.tls.verification-off
curl_setopt($handle, CURLOPT_SSL_VERIFYHOST, 2);
// ok: php.tls.verification-off
$client = new \GuzzleHttp\Client(['verify' => '/etc/ssl/own.pem']);
// An operator's setting asks for it.
if ($uri->isSecure()) {
    // ruleid: php.tls.verification-off
    curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, false);
}
if (VERIFY_REMOTE_CERTIFICATE === false) {
    // ok: php.tls.verification-off
    curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, false);
    // ok: php.tls.verification-off
    $options['ssl'] = ['verify_peer' => false, 'allow_self_signed' => true];
}
if ($settings->get('allow_self_signed')) {
    // ok: php.tls.verification-off
    $client = new \GuzzleHttp\Client(['verify' => false]);
}
if (App::environment('local')) {
    // ok: php.tls.verification-off
    $request = $request->withoutVerifying();
}
