using Orleans.Serialization;

namespace Orleans.Runtime;

/// <summary>Tells objects that they have been read from bytes.</summary>
/// <param name="serviceProvider">The services of the silo or client.</param>
public class OnDeserializedCallbacks(IServiceProvider serviceProvider) : DeserializationContext
{
    /// <inheritdoc/>
    public override IServiceProvider ServiceProvider => serviceProvider;

    /// <summary>Tells an object.</summary>
    public void OnDeserialized(IOnDeserialized value)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.OnDeserialized(this);
    }
}
