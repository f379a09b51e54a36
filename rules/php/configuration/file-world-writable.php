<?php

// ruleid: php.file.world-writable
chmod($path, 0777);
// ruleid: php.file.world-writable
chmod($path, 0666);
// ruleid: php.file.world-writable
umask(0);
// ok: php.file.world-writable
chmod($path, 0640);
// ok: php.file.world-writable
umask(0027);
// ok: php.file.world-writable
mkdir($path, 0750, true);
