namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>TRUE or FALSE.</summary>
internal sealed class Constant(Truth value) : Condition
{
    public override Truth Evaluate(in PropertyValues values) => value;
}
