package sample;

import java.io.InputStream;
import org.springframework.web.bind.annotation.*;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@RestController
class Settings {
    @PostMapping("/settings")
    void load(@RequestBody String text, @RequestParam String name) {
        // ruleid: java.yaml.unsafe-load
        new Yaml().load(text);
        Yaml yaml = new Yaml();
        // ruleid: java.yaml.unsafe-load
        yaml.loadAs(text, Object.class);
        // ok: java.yaml.unsafe-load
        yaml.load(getClass().getResourceAsStream("/settings.yml"));
        Yaml safe = new Yaml(new SafeConstructor(new LoaderOptions()));
        // ok: java.yaml.unsafe-load
        safe.load(text);
        // ok: java.yaml.unsafe-load
        yaml.dump(name);
    }
}
