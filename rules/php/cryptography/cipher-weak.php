<?php

// ruleid: php.cipher.weak
$secret = openssl_encrypt($text, 'des-cbc', $key, 0, $iv);
// ruleid: php.cipher.weak
$secret = openssl_encrypt($text, 'AES-128-ECB', $key);
// ruleid: php.cipher.weak
$secret = mcrypt_encrypt(MCRYPT_RIJNDAEL_128, $key, $text, MCRYPT_MODE_CBC, $iv);
$method = 'rc4';
// ruleid: php.cipher.weak
$text = openssl_decrypt($secret, $method, $key);
// ok: php.cipher.weak
$secret = openssl_encrypt($text, 'aes-256-gcm', $key, 0, $iv, $tag);
// ok: php.cipher.weak
$secret = openssl_encrypt($text, 'AES-256-CBC', $key, OPENSSL_RAW_DATA, $iv);
// ok: php.cipher.weak
$secret = sodium_crypto_secretbox($text, $nonce, $key);
