using System.Runtime.CompilerServices;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Filters;

/// <summary>The values of one record that an expression asks for, as UTF-8.</summary>
/// <param name="batch">The record's batch.</param>
/// <param name="found">Where each value lies, by <see cref="PropertyNames"/>' numbers.</param>
internal readonly ref struct PropertyValues(ReadOnlySpan<byte> batch, ReadOnlySpan<RecordLayout.Part> found)
{
    private readonly ReadOnlySpan<byte> _batch = batch;
    private readonly ReadOnlySpan<RecordLayout.Part> _found = found;

    /// <summary>True when the record has no such property. Every value lies behind the batch's header, so that 0 means none.</summary>
    public bool IsMissing(int number) => _found[number].Start == 0;

    /// <summary>The value of a property; false when the record has none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(int number, out ReadOnlySpan<byte> value)
    {
        var part = _found[number];
        value = part.Of(_batch);
        return part.Start != 0;
    }
}
