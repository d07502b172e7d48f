using Orleans.Runtime;

namespace Orleans;

/// <summary>References and keys of grains.</summary>
public static class GrainExtensions
{
    /// <summary>The reference to a grain as another of its interfaces.</summary>
    /// <exception cref="ArgumentException">The object is no grain.</exception>
    public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain)
    {
        var reference = ReferenceTo(grain);
        return (TGrainInterface)(object)((CallRuntime)reference.Runtime).Refer(typeof(TGrainInterface), reference.GrainId);
    }

    /// <summary>The reference to a grain as another of its interfaces.</summary>
    /// <exception cref="ArgumentException">The object is no grain.</exception>
    public static TGrainInterface Cast<TGrainInterface>(this IAddressable grain) => grain.AsReference<TGrainInterface>();

    /// <summary>The identity of a grain.</summary>
    /// <exception cref="ArgumentException">The object is no grain.</exception>
    public static GrainId GetGrainId(this IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainReference reference => reference.GrainId,
            IGrainBase { GrainContext: { } context } => context.GrainId,
            _ => throw NoGrain(grain),
        };
    }

    /// <summary>The key of a grain that is named by a string.</summary>
    public static string GetPrimaryKeyString(this IAddressable grain) => GetGrainId(grain).Key.ToString();

    /// <summary>The key of a grain that is named by a number.</summary>
    /// <exception cref="ArgumentException">The key is no number.</exception>
    public static long GetPrimaryKeyLong(this IAddressable grain) => GetGrainId(grain).GetIntegerKey();

    /// <summary>The key of a grain that is named by a GUID.</summary>
    /// <exception cref="ArgumentException">The key is no GUID.</exception>
    public static Guid GetPrimaryKey(this IAddressable grain) => GetGrainId(grain).GetGuidKey();

    private static GrainReference ReferenceTo(IAddressable grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        return grain switch
        {
            GrainReference reference => reference,
            IGrainBase { GrainContext: { } context } => context.GrainReference,
            _ => throw NoGrain(grain),
        };
    }

    private static ArgumentException NoGrain(IAddressable grain) => new(
        $"{grain.GetType().FullName} is neither a grain reference nor a grain that an activation created.", nameof(grain));
}
