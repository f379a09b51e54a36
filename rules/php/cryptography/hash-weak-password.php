<?php

class Users
{
    public function store($password, $salt)
    {
        // ruleid: php.hash.weak-password
        $hash = md5($password);
        // ruleid: php.hash.weak-password
        $hash = sha1($salt . $_POST['password']);
        // ruleid: php.hash.weak-password
        $hash = hash('sha256', $salt . $password);
        // ruleid: php.hash.weak-password
        $hash = \md5(md5($_POST['pwd']));
        // ruleid: php.hash.weak-password
        $hash = hash('sha512', $user->password);
        // ruleid: php.hash.weak-password
        $this->db->insert('users', ['hash' => md5($_REQUEST['pass'])]);
        // ok: php.hash.weak-password
        $hash = password_hash($password, PASSWORD_DEFAULT);
        // ok: php.hash.weak-password
        $etag = md5($body);
        // ok: php.hash.weak-password
        $ok = password_verify($password, $hash);
        // ok: php.hash.weak-password
        $key = hash('sha256', $email);
    }
}
// ruleid: php.hash.weak-password
$md5crypt = crypt($password, '$1$' . random_salt());
// ok: php.hash.weak-password
$bcrypt = crypt($password, $prefix . random_salt());
// ok: php.hash.weak-password
$same = hash_equals($stored, crypt($password, $stored));
