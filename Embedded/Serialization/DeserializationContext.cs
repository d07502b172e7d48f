namespace Orleans.Serialization;

/// <summary>Where an object has been read from bytes.</summary>
public abstract class DeserializationContext
{
    /// <summary>The services of the silo or client.</summary>
    public abstract IServiceProvider ServiceProvider { get; }
}
