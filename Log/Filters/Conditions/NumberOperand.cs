using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>What a number is compared with: a constant, or the value of a property.</summary>
internal readonly struct NumberOperand
{
    private readonly Number _constant;
    private readonly int _property;

    private NumberOperand(Number constant, int property)
    {
        _constant = constant;
        _property = property;
    }

    public static NumberOperand Of(int property) => new(default, property);

    public static NumberOperand Of(Number constant) => new(constant, -1);

    /// <summary>The number; false when the record has no such property, or one that is no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(in PropertyValues values, out Number number)
    {
        number = _constant;
        return _property < 0 || (values.TryGet(_property, out var text) && Number.TryParse(text, out number));
    }
}
