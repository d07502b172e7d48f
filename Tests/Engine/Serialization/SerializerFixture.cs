using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace OrleansRocket.Tests.Engine.Serialization;

/// <summary>A serializer without a cluster.</summary>
public static class SerializerFixture
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static Serializer Serializer { get; } = Services.GetRequiredService<Serializer>();

    public static DeepCopier Copier { get; } = Services.GetRequiredService<DeepCopier>();

    public static T RoundTrip<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;
}
