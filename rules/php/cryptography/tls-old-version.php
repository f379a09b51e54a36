<?php

// ruleid: php.tls.old-version
curl_setopt($handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_SSLv3);
// ruleid: php.tls.old-version
curl_setopt($handle, CURLOPT_SSLVERSION, 3);
// ruleid: php.tls.old-version
$options = ['crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_0_CLIENT];
// ok: php.tls.old-version
curl_setopt($handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
// ok: php.tls.old-version
$options = ['crypto_method' => STREAM_CRYPTO_METHOD_TLSv1_2_CLIENT];
// ok: php.tls.old-version
curl_setopt($handle, CURLOPT_TIMEOUT, 3);
