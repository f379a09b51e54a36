package sample;

import java.io.File;
import java.nio.file.*;
import java.nio.file.attribute.*;
import java.util.Set;

class Rights {
    void set(File file, Path path, Set<PosixFilePermission> rights) throws Exception {
        // ruleid: java.file.world-writable
        file.setWritable(true, false);
        // ruleid: java.file.world-writable
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        // ruleid: java.file.world-writable
        rights.add(PosixFilePermission.OTHERS_WRITE);
        // ok: java.file.world-writable
        file.setWritable(true);
        // ok: java.file.world-writable
        file.setWritable(true, true);
        // ok: java.file.world-writable
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        // ok: java.file.world-writable
        rights.remove(PosixFilePermission.OTHERS_WRITE);
    }
}
