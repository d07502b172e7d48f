using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary><c>=</c> between texts, byte by byte; unknown if a property is missing.</summary>
internal sealed class TextEquality(TextOperand left, TextOperand right, ulong tagMask) : Condition
{
    public override ulong TagMask => tagMask;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Truth Evaluate(in PropertyValues values) =>
        left.TryGet(in values, out var first) && right.TryGet(in values, out var second) ? Of(first.SequenceEqual(second)) : Truth.Unknown;
}
