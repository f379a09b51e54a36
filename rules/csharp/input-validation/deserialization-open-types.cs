using Newtonsoft.Json;

public class Reader
{
    public object All(string text)
    {
        // ruleid: csharp.deserialization.open-types
        var settings = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All };
        return JsonConvert.DeserializeObject(text, settings);
    }

    public object Auto(string text)
    {
        var settings = new JsonSerializerSettings();
        // ruleid: csharp.deserialization.open-types
        settings.TypeNameHandling = TypeNameHandling.Auto;
        return JsonConvert.DeserializeObject<Order>(text, settings);
    }

    public object Script(string text)
    {
        // ruleid: csharp.deserialization.open-types
        return new JavaScriptSerializer(new SimpleTypeResolver()).Deserialize<Order>(text);
    }

    public object Safe(string text)
    {
        // ok: csharp.deserialization.open-types
        var bound = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto, SerializationBinder = new OrderBinder() };
        // ok: csharp.deserialization.open-types
        var none = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None };
        // ok: csharp.deserialization.open-types
        var script = new JavaScriptSerializer();
        return JsonConvert.DeserializeObject<Order>(text, none);
    }
}
