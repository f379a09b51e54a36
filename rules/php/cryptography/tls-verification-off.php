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
