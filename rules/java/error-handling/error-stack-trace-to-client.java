package sample;

import jakarta.servlet.http.HttpServletResponse;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.commons.lang3.exception.ExceptionUtils;

class Errors {
    void answer(HttpServletResponse response, Exception error, PrintWriter file) throws Exception {
        // ruleid: java.error.stack-trace-to-client
        error.printStackTrace(response.getWriter());
        PrintWriter out = response.getWriter();
        // ruleid: java.error.stack-trace-to-client
        error.printStackTrace(out);
        // ruleid: java.error.stack-trace-to-client
        response.sendError(500, ExceptionUtils.getStackTrace(error));
        // ok: java.error.stack-trace-to-client
        error.printStackTrace();
        // ok: java.error.stack-trace-to-client
        log.error(ExceptionUtils.getStackTrace(error));
        // ok: java.error.stack-trace-to-client
        error.printStackTrace(file);
        // ok: java.error.stack-trace-to-client
        response.sendError(500, "internal error");
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        // ok: java.error.stack-trace-to-client
        log.error(trace.toString());
        // ruleid: java.error.stack-trace-to-client
        response.getWriter().print("failed: " + trace.toString());
    }

    void ofProgram(Process process, Exception error) throws Exception {
        // ok: java.error.stack-trace-to-client
        error.printStackTrace(new PrintWriter(process.getOutputStream()));
    }
}
