namespace Orleans.Runtime;

/// <summary>A reference to a grain or an observer. For each grain interface one class is emitted that derives from it and implements the interface.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private protected GrainReference()
    {
    }

    /// <summary>Whom it refers to.</summary>
    public GrainId GrainId { get; internal set; }

    /// <summary>What sends the calls.</summary>
    internal IGrainReferenceRuntime Runtime { get; set; } = null!;

    /// <summary>The interface that this reference implements.</summary>
    internal abstract Type Interface { get; }

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}:{Interface.FullName}";

    /// <summary>Whether both refer to the same grain.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) => reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Whether they refer to different grains.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);
}
