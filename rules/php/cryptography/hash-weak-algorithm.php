<?php

// ruleid: php.hash.weak-algorithm
$etag = md5($text);
// ruleid: php.hash.weak-algorithm
$etag = sha1_file($path);
// ruleid: php.hash.weak-algorithm
$mac = hash_hmac('sha1', $text, $key);
// ok: php.hash.weak-algorithm
$etag = hash('sha256', $text);
// ok: php.hash.weak-algorithm
$mac = hash_hmac('sha256', $text, $key);
// ok: php.hash.weak-algorithm
$etag = hash_file('sha512', $path);
