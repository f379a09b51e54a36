<?php

// ruleid: php.cookie.weak-flags
setcookie('session_token', $token);
// ruleid: php.cookie.weak-flags
setcookie('auth', $token, ['secure' => true, 'httponly' => false]);
// ruleid: php.cookie.weak-flags
setcookie('remember_me', $token, time() + 3600, '/', '', false, true);
// ruleid: php.cookie.weak-flags
session_set_cookie_params(['lifetime' => 0, 'secure' => false]);
// ruleid: php.cookie.weak-flags
ini_set('session.cookie_httponly', '0');
// ok: php.cookie.weak-flags
setcookie('session_token', $token, ['secure' => true, 'httponly' => true, 'samesite' => 'Lax']);
// ok: php.cookie.weak-flags
setcookie('theme', 'dark');
// ok: php.cookie.weak-flags
setcookie('auth', '', time() - 3600);
// ok: php.cookie.weak-flags
ini_set('session.cookie_secure', '1');
