package sample;

import org.apache.commons.fileupload.servlet.ServletFileUpload;
import org.springframework.boot.web.servlet.MultipartConfigFactory;
import org.springframework.util.unit.DataSize;

class Limits {
    void limits(CommonsMultipartResolver resolver, MultipartConfigFactory factory, ServletFileUpload upload) {
        // ruleid: java.upload.unlimited
        resolver.setMaxUploadSize(-1);
        // ruleid: java.upload.unlimited
        factory.setMaxFileSize(DataSize.ofBytes(-1));
        // ruleid: java.upload.unlimited
        upload.setSizeMax(-1);
        // ok: java.upload.unlimited
        upload.setSizeMax(10_000_000);
        // ok: java.upload.unlimited
        factory.setMaxFileSize(DataSize.ofMegabytes(10));
        // ok: java.upload.unlimited
        list.setSizeMax(-1);
    }
}
