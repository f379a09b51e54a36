<?php

// ruleid: php.compare.loose-secret
if (md5($_POST['password']) == $user['hash']) {
    login();
}
// ruleid: php.compare.loose-secret
if ($signature != hash_hmac('sha256', $body, $key)) {
    exit;
}
// ruleid: php.compare.loose-secret
if (!strcmp($_POST['password'], $secret)) {
    login();
}
// ruleid: php.compare.loose-secret
if ($row['token'] == sha1($token)) {
    login();
}
// ok: php.compare.loose-secret
if (hash_equals($user['hash'], hash('sha256', $token))) {
    login();
}
// ok: php.compare.loose-secret
if (md5($text) === $etag) {
    exit;
}
// ok: php.compare.loose-secret
if (password_verify($_POST['password'], $hash)) {
    login();
}
