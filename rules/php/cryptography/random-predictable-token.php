<?php

class Users
{
    public function reset($user)
    {
        // ruleid: php.random.predictable-token
        $token = md5(uniqid(rand(), true));
        // ruleid: php.random.predictable-token
        $user->reset_token = mt_rand(100000, 999999);
        // ruleid: php.random.predictable-token
        $_SESSION['csrf_token'] = sha1(uniqid());
        // ruleid: php.random.predictable-token
        $password = substr(str_shuffle('abcdefghijklmnopqrstuvwxyz'), 0, 8);
        // ruleid: php.random.predictable-token
        $resetToken = md5(time());
        // ruleid: php.random.predictable-token
        $this->db->insert('resets', ['token' => uniqid('', true)]);
        // ruleid: php.random.predictable-token
        setcookie('remember', mt_rand());
        // ok: php.random.predictable-token
        $token = bin2hex(random_bytes(16));
        // ok: php.random.predictable-token
        $delay = rand(1, 10);
        // ok: php.random.predictable-token
        $otp = random_int(100000, 999999);
        // ok: php.random.predictable-token
        $file = uniqid('upload_');
    }

    public function generateToken()
    {
        // ruleid: php.random.predictable-token
        return (sha1(mt_rand() . microtime()));
    }
}
