using System.Runtime.Serialization.Formatters.Binary;

public class Store
{
    public object Read(Stream stream)
    {
        var formatter = new BinaryFormatter();
        // ruleid: csharp.deserialization.unsafe-formatter
        return formatter.Deserialize(stream);
    }

    public object Direct(Stream stream)
    {
        // ruleid: csharp.deserialization.unsafe-formatter
        return new BinaryFormatter().Deserialize(stream);
    }

    public object State(string text)
    {
        // ruleid: csharp.deserialization.unsafe-formatter
        return new LosFormatter().Deserialize(text);
    }

    public object Contract(Stream stream)
    {
        NetDataContractSerializer serializer = new NetDataContractSerializer();
        // ruleid: csharp.deserialization.unsafe-formatter
        return serializer.ReadObject(stream);
    }

    public object Safe(Stream stream, string text)
    {
        var serializer = new DataContractSerializer(typeof(Order));
        // ok: csharp.deserialization.unsafe-formatter
        var order = serializer.ReadObject(stream);
        // ok: csharp.deserialization.unsafe-formatter
        new BinaryFormatter().Serialize(stream, order);
        // ok: csharp.deserialization.unsafe-formatter
        return JsonSerializer.Deserialize<Order>(text);
    }
}
