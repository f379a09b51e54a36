const tar = require("tar");

// ruleid: javascript.archive.absolute-paths
tar.x({ file: "upload.tgz", cwd: "/srv/import", preservePaths: true });

// ok: javascript.archive.absolute-paths
tar.x({ file: "upload.tgz", cwd: "/srv/import" });

// ok: javascript.archive.absolute-paths
tar.x({ file: "upload.tgz", cwd: "/srv/import", preservePaths: false });

// ok: javascript.archive.absolute-paths
tar.c({ file: "backup.tgz", preservePaths: true }, ["/etc"]);
