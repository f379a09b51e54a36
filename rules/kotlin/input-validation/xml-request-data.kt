package sample

import org.springframework.web.bind.annotation.*
import javax.xml.parsers.DocumentBuilderFactory

@RestController
class Feeds {
    @PostMapping("/feed")
    fun feed(request: HttpServletRequest): String {
        // ruleid: kotlin.xml.request-data
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(request.inputStream)
        val factory = DocumentBuilderFactory.newInstance()
        // ruleid: kotlin.xml.request-data
        factory.newDocumentBuilder().parse(request.inputStream)
        return "x"
    }

    @PostMapping("/safe")
    fun safe(request: HttpServletRequest): String {
        val factory = DocumentBuilderFactory.newInstance()
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)
        // ok: kotlin.xml.request-data
        mapper.readValue(request.inputStream, Feed::class.java)
        // ok: kotlin.xml.request-data
        val name = factory.toString()
        // ok: kotlin.xml.request-data
        factory.newDocumentBuilder().parse(request.inputStream)
        return "x"
    }
}
