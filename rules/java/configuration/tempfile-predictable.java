package sample;

import java.io.*;
import java.nio.file.*;

class Names {
    void write(String name) throws Exception {
        // ruleid: java.tempfile.predictable
        new FileOutputStream("/tmp/report.csv");
        // ruleid: java.tempfile.predictable
        new FileWriter(System.getProperty("java.io.tmpdir") + "/report.csv");
        // ok: java.tempfile.predictable
        new FileOutputStream(File.createTempFile("report", ".csv"));
        // ok: java.tempfile.predictable
        new FileInputStream("/tmp/report.csv");
        // ok: java.tempfile.predictable
        new FileOutputStream("/srv/report.csv");
        File folder = new File(System.getProperty("java.io.tmpdir"));
        // ruleid: java.tempfile.predictable
        new FileWriter(new File(folder, "report.csv"));
        // ok: java.tempfile.predictable
        new FileWriter(new File(folder, "report" + UUID.randomUUID()));
        // ok: java.tempfile.predictable
        new FileWriter(new File(folder, name));
        // ok: java.tempfile.predictable
        new FileOutputStream(settings.file("report", "/tmp/report.csv"));
    }
}
