// CWE-22: a file outside the intended folder. Spring MVC.
import java.io.File;
import java.io.FileInputStream;
import java.nio.file.*;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.multipart.MultipartFile;

// == vulnerable: a resource
@RestController
class Download {
    @GetMapping("/download")
    Resource download(@RequestParam String name) {
        return new FileSystemResource("/srv/files/" + name);
    }
}
// == vulnerable: an upload's own name
@RestController
class Upload {
    @PostMapping("/upload")
    void upload(@RequestParam("file") MultipartFile file) throws Exception {
        file.transferTo(new File("/srv/files/" + file.getOriginalFilename()));
    }
}
// == vulnerable: an upload's own name, copied
@RestController
class Copied {
    private final Path root = Paths.get("/srv/files");

    @PostMapping("/upload")
    void upload(@RequestParam("file") MultipartFile file) throws Exception {
        Path target = root.resolve(StringUtils.cleanPath(file.getOriginalFilename()));
        Files.copy(file.getInputStream(), target, StandardCopyOption.REPLACE_EXISTING);
    }
}
// == vulnerable: a part of the body
@RestController
class Body {
    @PostMapping("/remove")
    void remove(@RequestBody RemoveRequest body) throws Exception {
        Files.delete(Paths.get("/srv/files", body.getName()));
    }
}
// == safe: a name of the program's making
@RestController
class Made {
    @PostMapping("/upload")
    void upload(@RequestParam("file") MultipartFile file) throws Exception {
        file.transferTo(Paths.get("/srv/files/" + java.util.UUID.randomUUID()));
    }
}
// == safe: only the last part
@RestController
class Last {
    @PostMapping("/upload")
    void upload(@RequestParam("file") MultipartFile file) throws Exception {
        String name = org.apache.commons.io.FilenameUtils.getName(file.getOriginalFilename());
        file.transferTo(new File("/srv/files", name));
    }
}
// == safe: a number
@RestController
class Numbered {
    @GetMapping("/report/{id}")
    Resource report(@PathVariable long id) {
        return new FileSystemResource("/srv/files/" + id + ".pdf");
    }
}
// == safe: normalized, then compared
@RestController
class Compared {
    private final Path root = Paths.get("/srv/files");

    @GetMapping("/download")
    Resource download(@RequestParam String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("outside");
        }
        return new FileSystemResource(path);
    }
}
// == safe: an entry that the program knows
@RestController
class Known {
    @GetMapping("/download")
    Resource download(@RequestParam String name) {
        Document document = documents.findByName(name);
        return new FileSystemResource(document.getPath());
    }
}
