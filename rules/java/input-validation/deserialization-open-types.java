package sample;

import com.alibaba.fastjson.parser.ParserConfig;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.thoughtworks.xstream.XStream;
import com.thoughtworks.xstream.security.AnyTypePermission;

class Mappers {
    void open(ObjectMapper mapper, XStream xstream) {
        // ruleid: java.deserialization.open-types
        mapper.enableDefaultTyping();
        // ruleid: java.deserialization.open-types
        mapper.activateDefaultTyping(LaissezFaireSubTypeValidator.instance, ObjectMapper.DefaultTyping.NON_FINAL);
        // ruleid: java.deserialization.open-types
        ParserConfig.getGlobalInstance().setAutoTypeSupport(true);
        // ruleid: java.deserialization.open-types
        xstream.addPermission(AnyTypePermission.ANY);
        // ok: java.deserialization.open-types
        mapper.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfSubType("sample.").build());
        // ok: java.deserialization.open-types
        mapper.deactivateDefaultTyping();
        // ok: java.deserialization.open-types
        ParserConfig.getGlobalInstance().setAutoTypeSupport(false);
        // ok: java.deserialization.open-types
        xstream.allowTypes(new Class[]{Person.class});
    }
}
