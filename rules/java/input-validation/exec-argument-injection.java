package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;

class Arguments {
    void run(HttpServletRequest request) throws Exception {
        String branch = request.getParameter("branch");
        // ruleid: java.exec.argument-injection
        new ProcessBuilder("git", "log", branch).start();
        // ruleid: java.exec.argument-injection
        Runtime.getRuntime().exec(new String[]{"/usr/bin/curl", request.getParameter("address")});
        // ruleid: java.exec.argument-injection
        new ProcessBuilder(Arrays.asList("tar", "-xf", "in.tar", branch)).start();
        // ok: java.exec.argument-injection
        new ProcessBuilder("git", "log", "--", branch).start();
        // ok: java.exec.argument-injection
        new ProcessBuilder("git", "log", "refs/heads/" + branch).start();
        // ok: java.exec.argument-injection
        new ProcessBuilder("/bin/echo", branch).start();
        // ok: java.exec.argument-injection
        new ProcessBuilder("git", "show", String.valueOf(Integer.parseInt(branch))).start();
    }

    void refused(HttpServletRequest request) throws Exception {
        String branch = request.getParameter("branch");
        if (branch.startsWith("-")) {
            return;
        }
        // ok: java.exec.argument-injection
        new ProcessBuilder("git", "log", branch).start();
    }
}
