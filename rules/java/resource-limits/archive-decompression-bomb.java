package sample;

import java.io.*;
import java.nio.file.*;
import java.util.zip.*;
import org.apache.commons.io.IOUtils;
import com.google.common.io.ByteStreams;

class Unpacking {
    void unpack(InputStream in, Path target) throws IOException {
        // ruleid: java.archive.decompression-bomb
        new GZIPInputStream(in).readAllBytes();
        ZipInputStream zip = new ZipInputStream(in);
        // ruleid: java.archive.decompression-bomb
        Files.copy(zip, target);
        // ok: java.archive.decompression-bomb
        ByteStreams.toByteArray(ByteStreams.limit(new GZIPInputStream(in), 1_000_000));
        // ok: java.archive.decompression-bomb
        new GZIPInputStream(in).readNBytes(1_000_000);
        // ok: java.archive.decompression-bomb
        IOUtils.toByteArray(in);
    }
}
