using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>Conditions joined by AND: false if one of them is, else unknown if one of them is.</summary>
internal sealed class AllOf(params Condition[] conditions) : Condition
{
    public override ulong TagMask { get; } = conditions.Aggregate(ulong.MaxValue, static (mask, condition) => mask & condition.TagMask);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Truth Evaluate(in PropertyValues values)
    {
        var least = Truth.True;
        foreach (var condition in conditions)
        {
            var truth = condition.Evaluate(in values);
            if (truth == Truth.False)
                return truth;
            if (truth < least)
                least = truth;
        }

        return least;
    }
}
