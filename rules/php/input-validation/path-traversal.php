<?php

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Storage;

// ruleid: php.path.traversal
readfile('/srv/files/' . $_GET['name']);
// ruleid: php.path.traversal
echo file_get_contents("files/{$_GET['name']}.txt");
$path = __DIR__ . '/files/' . $_POST['name'];
// ruleid: php.path.traversal
unlink($path);
// ruleid: php.path.traversal
$handle = \fopen($path, 'r');
// ruleid: php.path.traversal
move_uploaded_file($_FILES['file']['tmp_name'], 'uploads/' . $_FILES['file']['name']);
// ruleid: php.path.traversal
file_put_contents('cache/' . $_COOKIE['theme'], $text);
// ok: php.path.traversal
readfile('/srv/files/' . basename($_GET['name']));
// ok: php.path.traversal
move_uploaded_file($_FILES['file']['tmp_name'], 'uploads/' . bin2hex(random_bytes(8)));
// ok: php.path.traversal
echo file_get_contents($_FILES['file']['tmp_name']);
// ok: php.path.traversal
readfile('/srv/files/' . (int) $_GET['id'] . '.txt');
// ok: php.path.traversal
file_put_contents('cache/last', $_POST['text']);
$real = realpath('/srv/files/' . $_GET['name']);
if ($real === false || strpos($real, '/srv/files/') !== 0) {
    exit;
}
// ok: php.path.traversal
readfile($real);

class FileController
{
    public function show(Request $request)
    {
        // ruleid: php.path.traversal
        $answer = response()->download(storage_path('files/' . $request->input('name')));
        // ruleid: php.path.traversal
        $answer = Storage::get($request->input('path'));
        $upload = $request->file('file');
        // ruleid: php.path.traversal
        $upload->move('uploads', $upload->getClientOriginalName());
        // ruleid: php.path.traversal
        $answer = new BinaryFileResponse($this->folder . '/' . $request->query->get('name'));
        // ok: php.path.traversal
        $answer = response()->download(storage_path('files/' . basename($request->input('name'))));
        // ok: php.path.traversal
        $upload->move('uploads', Str::random(20));
        // ok: php.path.traversal
        $answer = Storage::put('last.txt', $request->input('text'));
    }
}
