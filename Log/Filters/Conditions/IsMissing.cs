namespace OrleansRocket.Log.Filters.Conditions;

/// <summary><c>IS NULL</c> behind a property: true if the record has none. Never unknown.</summary>
internal sealed class IsMissing(int property) : Condition
{
    public override Truth Evaluate(in PropertyValues values) => Of(values.IsMissing(property));
}
