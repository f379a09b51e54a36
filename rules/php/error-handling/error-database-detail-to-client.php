<?php

// ruleid: php.error.database-detail-to-client
$rows = mysqli_query($link, $sql) or die(mysqli_error($link));
// ruleid: php.error.database-detail-to-client
$rows = mysql_query($sql) or die('Error: ' . mysql_error());
// ruleid: php.error.database-detail-to-client
echo 'Error: ' . mysqli_error($link);
// ok: php.error.database-detail-to-client
error_log(mysqli_error($link));
// ok: php.error.database-detail-to-client
$rows = mysqli_query($link, $sql) or die('Sorry');
// ok: php.error.database-detail-to-client
throw new RuntimeException(mysqli_error($link));
