package sample;

import java.io.*;
import java.nio.file.*;
import java.util.zip.*;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FilenameUtils;

class Archives {
    void unzip(ZipInputStream in, File folder) throws IOException {
        ZipEntry entry;
        while ((entry = in.getNextEntry()) != null) {
            File target = new File(folder, entry.getName());
            // ruleid: java.archive.unchecked-extraction
            try (OutputStream out = new FileOutputStream(target)) {
                in.transferTo(out);
            }
        }
    }

    void untar(TarArchiveInputStream in, Path folder) throws IOException {
        TarArchiveEntry entry;
        while ((entry = in.getNextTarEntry()) != null) {
            // ruleid: java.archive.unchecked-extraction
            Files.copy(in, folder.resolve(entry.getName()));
        }
    }

    void checked(ZipInputStream in, Path folder) throws IOException {
        ZipEntry entry;
        while ((entry = in.getNextEntry()) != null) {
            Path target = folder.resolve(entry.getName()).normalize();
            if (!target.startsWith(folder)) {
                throw new IOException("outside");
            }
            // ok: java.archive.unchecked-extraction
            Files.copy(in, target);
        }
    }

    void canonical(ZipFile zip, File folder) throws IOException {
        for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
            File target = new File(folder, entry.getName());
            String path = target.getCanonicalPath();
            if (!path.startsWith(folder.getCanonicalPath() + File.separator)) {
                throw new IOException("outside");
            }
            // ok: java.archive.unchecked-extraction
            new FileOutputStream(target);
        }
    }

    void flat(ZipInputStream in, File folder) throws IOException {
        ZipEntry entry = in.getNextEntry();
        // ok: java.archive.unchecked-extraction
        new FileOutputStream(new File(folder, FilenameUtils.getName(entry.getName())));
        // ok: java.archive.unchecked-extraction
        new FileOutputStream(new File(folder, "content.bin"));
    }
}
