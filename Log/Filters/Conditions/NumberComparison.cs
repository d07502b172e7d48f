using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>A comparison of numbers; unknown if a property is missing or no number.</summary>
internal sealed class NumberComparison(NumberOperand left, SqlTokenKind comparison, NumberOperand right) : Condition
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Truth Evaluate(in PropertyValues values)
    {
        if (!left.TryGet(in values, out var first) || !right.TryGet(in values, out var second))
            return Truth.Unknown;
        var order = first.CompareTo(second);
        return Of(comparison switch
        {
            SqlTokenKind.Less => order < 0,
            SqlTokenKind.LessOrEqual => order <= 0,
            SqlTokenKind.Greater => order > 0,
            SqlTokenKind.GreaterOrEqual => order >= 0,
            _ => order == 0,
        });
    }
}
