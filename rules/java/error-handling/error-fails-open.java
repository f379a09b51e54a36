package sample;

class Checks {
    boolean isAuthorized(String user) {
        try {
            return store.allows(user);
        } catch (Exception error) {
            log.warn("cannot ask", error);
            // ruleid: java.error.fails-open
            return true;
        }
    }

    boolean verifySignature(byte[] message) {
        try {
            check(message);
            // ok: java.error.fails-open
            return true;
        } catch (Exception error) {
            return false;
        }
    }

    boolean hasPermission(String user) {
        if (user.equals(owner)) {
            // ok: java.error.fails-open
            return true;
        }
        return false;
    }

    boolean isEmpty(String path) {
        try {
            return list(path).isEmpty();
        } catch (Exception error) {
            // ok: java.error.fails-open
            return true;
        }
    }
}
