namespace OrleansRocket.Log.Filters.Conditions;

/// <summary><c>=</c> between truth values; unknown if one of them is.</summary>
internal sealed class TruthEquality(Condition left, Condition right) : Condition
{
    public override Truth Evaluate(in PropertyValues values)
    {
        var (first, second) = (left.Evaluate(in values), right.Evaluate(in values));
        return first == Truth.Unknown || second == Truth.Unknown ? Truth.Unknown : Of(first == second);
    }
}
