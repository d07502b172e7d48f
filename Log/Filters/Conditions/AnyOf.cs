using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>Conditions joined by OR: true if one of them is, else unknown if one of them is.</summary>
internal sealed class AnyOf(params Condition[] conditions) : Condition
{
    public override ulong TagMask { get; } = conditions.Aggregate(0UL, static (mask, condition) => mask | condition.TagMask);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Truth Evaluate(in PropertyValues values)
    {
        var greatest = Truth.False;
        foreach (var condition in conditions)
        {
            var truth = condition.Evaluate(in values);
            if (truth == Truth.True)
                return truth;
            if (truth > greatest)
                greatest = truth;
        }

        return greatest;
    }
}
