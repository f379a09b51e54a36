<?php

// ruleid: php.key.constant
$token = JWT::encode($claims, 'b7Xq2Lw9Tzk1', 'HS256');
// ruleid: php.key.constant
$mac = hash_hmac('sha256', $text, 'b7Xq2Lw9Tzk1');
// ruleid: php.key.constant
$secret = openssl_encrypt($text, 'aes-256-cbc', 'k3Jd82hfLq0sPz7vNb4mXc6tRy1wUe5a', 0, $iv);
$key = 'b7Xq2Lw9Tzk1pQ';
// ruleid: php.key.constant
$claims = JWT::decode($token, new Key($key, 'HS256'));
// ok: php.key.constant
$token = JWT::encode($claims, getenv('JWT_KEY'), 'HS256');
// ok: php.key.constant
$mac = hash_hmac('sha256', $text, $this->key);
// ok: php.key.constant
$token = JWT::encode($claims, config('app.key'), 'HS256');
