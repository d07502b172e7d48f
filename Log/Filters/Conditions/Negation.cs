namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>NOT: what is unknown stays so.</summary>
internal sealed class Negation(Condition condition) : Condition
{
    public override Truth Evaluate(in PropertyValues values) => Truth.True - (int)condition.Evaluate(in values);
}
