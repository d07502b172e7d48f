namespace OrleansRocket.Log.Filters.Conditions;

/// <summary><c>IS NULL</c> behind a condition: true if that is unknown. Never unknown itself.</summary>
internal sealed class IsUnknown(Condition condition) : Condition
{
    public override Truth Evaluate(in PropertyValues values) => Of(condition.Evaluate(in values) == Truth.Unknown);
}
