package sample;

import java.io.File;
import java.nio.file.Files;

class Temporary {
    File folder() throws Exception {
        File folder = File.createTempFile("work", "");
        folder.delete();
        // ruleid: java.tempfile.race
        folder.mkdir();
        return folder;
    }

    File file() throws Exception {
        File file = File.createTempFile("work", ".txt");
        // ok: java.tempfile.race
        file.delete();
        File other = new File("/srv/work");
        // ok: java.tempfile.race
        other.mkdirs();
        // ok: java.tempfile.race
        return Files.createTempDirectory("work").toFile();
    }
}
