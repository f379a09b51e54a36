<?php

// ruleid: php.cipher.constant-iv
$secret = openssl_encrypt($text, 'aes-256-cbc', $key, 0, '0123456789abcdef');
// ruleid: php.cipher.constant-iv
$secret = openssl_encrypt($text, 'aes-256-cbc', $key, 0, str_repeat("\0", 16));
$iv = 'abcdefghijklmnop';
// ruleid: php.cipher.constant-iv
$secret = openssl_encrypt($text, 'aes-256-cbc', $key, OPENSSL_RAW_DATA, $iv);
// ok: php.cipher.constant-iv
$secret = openssl_encrypt($text, 'aes-256-cbc', $key, 0, random_bytes(16));
$nonce = random_bytes(16);
// ok: php.cipher.constant-iv
$secret = openssl_encrypt($text, 'aes-256-cbc', $key, 0, $nonce);
// ok: php.cipher.constant-iv
$secret = openssl_encrypt($text, 'aes-256-ecb', $key);
