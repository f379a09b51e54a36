package sample;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;

class Sizes {
    void take(HttpServletRequest request) {
        int size = Integer.parseInt(request.getParameter("size"));
        // ruleid: java.allocation.request-size
        byte[] block = new byte[size];
        // ruleid: java.allocation.request-size
        ByteBuffer buffer = ByteBuffer.allocate(Integer.valueOf(request.getHeader("X-Size")));
        // ok: java.allocation.request-size
        byte[] small = new byte[Math.min(size, 4096)];
        // ok: java.allocation.request-size
        byte[] fixed = new byte[4096];
        // ok: java.allocation.request-size
        char[] letters = new char[request.getParameter("name").length()];
    }

    void checked(HttpServletRequest request) {
        int size = Integer.parseInt(request.getParameter("size"));
        if (size > 4096) {
            throw new IllegalArgumentException();
        }
        // ok: java.allocation.request-size
        byte[] block = new byte[size];
    }
}
