<?php

// ruleid: php.password.constant-in-call
$link = mysqli_connect('db', 'app', 'b7Xq2Lw9');
// ruleid: php.password.constant-in-call
$pdo = new \PDO('mysql:host=db', 'app', 'b7Xq2Lw9');
// ruleid: php.password.constant-in-call
$mail->Password = 'b7Xq2Lw9';
$password = 'b7Xq2Lw9';
// ruleid: php.password.constant-in-call
ftp_login($ftp, 'app', $password);
// ok: php.password.constant-in-call
$link = mysqli_connect('db', 'app', getenv('DB_PASSWORD'));
// ok: php.password.constant-in-call
$link = mysqli_connect('localhost', 'root', '');
// ok: php.password.constant-in-call
$pdo = new PDO($dsn, $user, $secret);
