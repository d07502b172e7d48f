using System.Text;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>A property that is compared with a truth value: <c>true</c> in any case is true, every other text false, a missing one unknown.</summary>
internal sealed class PropertyTruth(int property) : Condition
{
    public override Truth Evaluate(in PropertyValues values) =>
        values.TryGet(property, out var value) ? Of(Ascii.EqualsIgnoreCase(value, "true"u8)) : Truth.Unknown;
}
