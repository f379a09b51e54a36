<?php

// ruleid: php.jwt.unverified
$claims = JWT::decode($token, $key, ['HS256', 'none']);
// ruleid: php.jwt.unverified
$token = JWT::encode($claims, '', 'none');
// ruleid: php.jwt.unverified
$configuration = Configuration::forUnsecuredSigner();
// ruleid: php.jwt.unverified
$claims = json_decode(base64_decode(explode('.', $token)[1]), true);
// ok: php.jwt.unverified
$claims = JWT::decode($token, new Key($key, 'HS256'));
// ok: php.jwt.unverified
$configuration = Configuration::forSymmetricSigner(new Sha256(), $key);
// ok: php.jwt.unverified
$values = json_decode(base64_decode($text), true);
