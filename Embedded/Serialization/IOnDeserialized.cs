namespace Orleans.Serialization;

/// <summary>An object that needs something of the process which it has been read in, see <see cref="SerializationCallbacksAttribute"/>.</summary>
public interface IOnDeserialized
{
    /// <summary>Called when all members have been read.</summary>
    void OnDeserialized(DeserializationContext context);
}
