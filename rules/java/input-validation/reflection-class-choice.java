package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;

class Plugins {
    private static final Map<String, Class<?>> KNOWN = Map.of("pdf", PdfExport.class);

    Object make(HttpServletRequest request) throws Exception {
        String name = request.getParameter("type");
        // ruleid: java.reflection.class-choice
        Class.forName(name).newInstance();
        // ruleid: java.reflection.class-choice
        getClass().getClassLoader().loadClass("sample." + name);
        // ruleid: java.reflection.class-choice
        exporter.getClass().getMethod(request.getParameter("action")).invoke(exporter);
        // ok: java.reflection.class-choice
        Class.forName("sample.PdfExport");
        // ok: java.reflection.class-choice
        KNOWN.get(name).newInstance();
        // ok: java.reflection.class-choice
        return request.getMethod();
    }

    void checked(HttpServletRequest request) throws Exception {
        String name = request.getParameter("type");
        if (!KNOWN.containsKey(name)) {
            throw new IllegalArgumentException("unknown type");
        }
        // ok: java.reflection.class-choice
        Class.forName("sample." + name);
    }
}
