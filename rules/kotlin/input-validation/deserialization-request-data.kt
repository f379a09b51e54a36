package sample

import org.springframework.web.bind.annotation.*
import java.io.ObjectInputStream

@RestController
class Imports {
    @PostMapping("/import")
    fun load(@RequestBody body: ByteArray, request: HttpServletRequest): String {
        // ruleid: kotlin.deserialization.request-data
        ObjectInputStream(body.inputStream()).readObject()
        // ruleid: kotlin.deserialization.request-data
        java.beans.XMLDecoder(request.inputStream).readObject()
        // ruleid: kotlin.deserialization.request-data
        XStream().fromXML(String(body))
        // ok: kotlin.deserialization.request-data
        Json.decodeFromString<Order>(String(body))
        // ok: kotlin.deserialization.request-data
        Yaml(SafeConstructor(LoaderOptions())).load(String(body))
        // ok: kotlin.deserialization.request-data
        mapper.readValue(body, Order::class.java)
        return "x"
    }
}
