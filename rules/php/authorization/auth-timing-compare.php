<?php

// ruleid: php.auth.timing-compare
if (hash_hmac('sha256', $body, $key) !== $given) {
    exit;
}
// ruleid: php.auth.timing-compare
if ($_GET['token'] !== getenv('HOOK_TOKEN')) {
    exit;
}
// ruleid: php.auth.timing-compare
if ($_POST['csrf_token'] === $_SESSION['csrf_token']) {
    save();
}
// ruleid: php.auth.timing-compare
if ($signature === $expected_signature) {
    save();
}
// ok: php.auth.timing-compare
if (hash_equals($expected, hash_hmac('sha256', $body, $key))) {
    save();
}
// ok: php.auth.timing-compare
if ($_GET['token'] === '') {
    exit;
}
// ok: php.auth.timing-compare
if ($kind === 'push') {
    save();
}
