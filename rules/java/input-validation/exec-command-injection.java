package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.*;

class Commands {
    private static final Map<String, String> TOOLS = Map.of("ping", "/bin/ping");

    void run(HttpServletRequest request) throws Exception {
        String host = request.getParameter("host");
        // ruleid: java.exec.command-injection
        Runtime.getRuntime().exec("ping -c 1 " + host);
        // ruleid: java.exec.command-injection
        new ProcessBuilder("sh", "-c", "ping -c 1 " + host).start();
        // ruleid: java.exec.command-injection
        Runtime.getRuntime().exec(new String[]{"/bin/bash", "-c", "ping " + host});
        // ruleid: java.exec.command-injection
        new ProcessBuilder(request.getParameter("tool")).start();
        // ok: java.exec.command-injection
        new ProcessBuilder("ping", "-c", "1", host).start();
        // ok: java.exec.command-injection
        Runtime.getRuntime().exec(new String[]{"ping", "-c", "1", host});
        // ok: java.exec.command-injection
        new ProcessBuilder(TOOLS.get(request.getParameter("tool"))).start();
        // ok: java.exec.command-injection
        Runtime.getRuntime().exec("kill " + Integer.parseInt(request.getParameter("pid")));
    }

    void list(HttpServletRequest request) throws Exception {
        List<String> command = new ArrayList<>();
        command.add("sh");
        command.add("-c");
        command.add("ls " + request.getParameter("folder"));
        // ruleid: java.exec.command-injection
        new ProcessBuilder(command).start();
    }

    void checked(HttpServletRequest request) throws Exception {
        String host = request.getParameter("host");
        if (!host.matches("[a-z0-9.]+")) {
            throw new IllegalArgumentException("no host name");
        }
        // ok: java.exec.command-injection
        Runtime.getRuntime().exec("ping -c 1 " + host);
    }
}

@RestController
class Tools {
    @PostMapping("/convert")
    void convert(@RequestParam String options, @RequestParam String name) throws Exception {
        ProcessBuilder builder = new ProcessBuilder();
        // ruleid: java.exec.command-injection
        builder.command("bash", "-c", "convert " + options + " in.png out.png");
        // ok: java.exec.command-injection
        builder.command(Arrays.asList("convert", name, "out.png"));
        // ok: java.exec.command-injection
        builder.command("convert", "in.png", name);
    }
}
