package sample;

import com.mongodb.BasicDBObject;
import com.mongodb.client.model.Filters;
import org.bson.Document;
import org.springframework.data.mongodb.core.query.BasicQuery;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.web.bind.annotation.*;

@RestController
class Search {
    @GetMapping("/search")
    void search(@RequestParam String name, @RequestBody String filter) {
        // ruleid: java.mongo.injection
        new BasicQuery("{ name: '" + name + "' }");
        // ruleid: java.mongo.injection
        collection.find(Document.parse(filter));
        // ruleid: java.mongo.injection
        collection.find(new BasicDBObject("$where", "this.name == '" + name + "'"));
        // ok: java.mongo.injection
        collection.find(Filters.eq("name", name));
        // ok: java.mongo.injection
        Criteria.where("name").is(name);
        // ok: java.mongo.injection
        collection.find(new BasicDBObject("name", name));
    }
}
