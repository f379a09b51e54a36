package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URL;
import java.net.URLClassLoader;

class Libraries {
    void load(HttpServletRequest request) throws Exception {
        String name = request.getParameter("plugin");
        // ruleid: java.library.load-choice
        System.load("/opt/plugins/" + name);
        // ruleid: java.library.load-choice
        java.lang.Runtime.getRuntime().loadLibrary(name);
        // ruleid: java.library.load-choice
        ClassLoader loader = new URLClassLoader(new URL[]{new URL(name)});
        // ok: java.library.load-choice
        ClassLoader parent = getClass().getClassLoader();
        // ok: java.library.load-choice
        System.loadLibrary("codec");
        // ok: java.library.load-choice
        ClassLoader own = new URLClassLoader(new URL[]{new URL("file:/opt/plugins/codec.jar")});
    }
}
