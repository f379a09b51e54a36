package sample;

import jakarta.servlet.http.HttpServletRequest;

class Environments {
    void run(HttpServletRequest request) throws Exception {
        String[] environment = {request.getParameter("environment")};
        // ruleid: java.exec.environment-choice
        Runtime.getRuntime().exec("report", environment);
        ProcessBuilder builder = new ProcessBuilder("report");
        // ruleid: java.exec.environment-choice
        builder.environment().put(request.getParameter("name"), "1");
        String[] zone = {"TZ=" + request.getParameter("zone")};
        // ok: java.exec.environment-choice
        builder.environment().remove("LD_PRELOAD");
        // ok: java.exec.environment-choice
        Runtime.getRuntime().exec("report", zone);
        // ok: java.exec.environment-choice
        builder.environment().put("LANG", request.getParameter("language"));
    }
}
