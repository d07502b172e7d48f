using System.Runtime.CompilerServices;
using System.Text;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary><c>IN</c>: whether a property is one of some texts, byte by byte; unknown if it is missing.</summary>
internal sealed class InList : Condition
{
    private readonly int _property;

    /// <summary>In ascending order, so that a long list is searched in few steps.</summary>
    private readonly byte[][] _texts;

    public InList(int property, IEnumerable<string> texts, ulong tagMask)
    {
        _property = property;
        _texts = [.. texts.Select(Encoding.UTF8.GetBytes)];
        Array.Sort(_texts, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        TagMask = tagMask;
    }

    public override ulong TagMask { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Truth Evaluate(in PropertyValues values) => values.TryGet(_property, out var value) ? Of(Contains(value)) : Truth.Unknown;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Contains(ReadOnlySpan<byte> value)
    {
        var (first, end) = (0, _texts.Length);
        while (first < end)
        {
            var middle = (first + end) / 2;
            var order = value.SequenceCompareTo(_texts[middle]);
            if (order == 0)
                return true;
            (first, end) = order < 0 ? (first, middle) : (middle + 1, end);
        }

        return false;
    }
}
