package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.io.*;
import java.nio.file.*;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.FilenameUtils;
import org.springframework.core.io.FileSystemResource;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.multipart.MultipartFile;

class Reports {
    private static final Path ROOT = Paths.get("/srv/reports");
    private static final Map<String, String> REPORTS = Map.of("day", "/srv/day.csv");

    void get(HttpServletRequest request) throws Exception {
        String name = request.getParameter("name");
        // ruleid: java.path.traversal
        new FileInputStream("/srv/reports/" + name);
        // ruleid: java.path.traversal
        Files.readAllBytes(Paths.get("/srv/reports", name));
        // ruleid: java.path.traversal
        Files.newInputStream(ROOT.resolve(name));
        File file = new File("/srv/reports", name);
        // ruleid: java.path.traversal
        file.delete();
        // ruleid: java.path.traversal
        FileUtils.readFileToString(file, "UTF-8");
        // ok: java.path.traversal
        new FileInputStream("/srv/reports/" + FilenameUtils.getName(name));
        // ok: java.path.traversal
        Files.readAllBytes(ROOT.resolve(Paths.get(name).getFileName()));
        // ok: java.path.traversal
        Files.readAllBytes(Paths.get(REPORTS.get(name)));
        // ok: java.path.traversal
        Files.write(ROOT.resolve("last.txt"), name.getBytes());
        // ok: java.path.traversal
        new FileInputStream("/srv/reports/" + Integer.parseInt(request.getParameter("number")) + ".csv");
    }

    void resolved(HttpServletRequest request) throws Exception {
        Path path = ROOT.resolve(request.getParameter("name")).normalize();
        if (!path.startsWith(ROOT)) {
            throw new SecurityException("outside");
        }
        // ok: java.path.traversal
        Files.readAllBytes(path);
    }

    void canonical(HttpServletRequest request) throws Exception {
        File file = new File("/srv/reports", request.getParameter("name"));
        if (!file.getCanonicalPath().startsWith("/srv/reports/")) {
            return;
        }
        // ok: java.path.traversal
        new FileInputStream(file);
    }
}

@RestController
class Uploads {
    @PostMapping("/upload")
    void upload(@RequestParam("file") MultipartFile file) throws Exception {
        // ruleid: java.path.traversal
        file.transferTo(new File("/srv/uploads/" + file.getOriginalFilename()));
        // ok: java.path.traversal
        file.transferTo(new File("/srv/uploads/" + java.util.UUID.randomUUID()));
        // ok: java.path.traversal
        Files.copy(file.getInputStream(), Paths.get("/srv/uploads/last"));
    }

    @GetMapping("/download")
    Object download(@RequestParam String name) {
        // ruleid: java.path.traversal
        return new FileSystemResource("/srv/uploads/" + name);
    }
}
