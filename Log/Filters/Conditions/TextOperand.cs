using System.Runtime.CompilerServices;
using System.Text;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>What a text is compared with: a constant, or the value of a property.</summary>
internal readonly struct TextOperand
{
    private readonly byte[]? _constant;
    private readonly int _property;

    private TextOperand(byte[]? constant, int property)
    {
        _constant = constant;
        _property = property;
    }

    /// <summary>The property's number; -1 for a constant.</summary>
    public int Property => _constant is null ? _property : -1;

    public static TextOperand Of(int property) => new(null, property);

    public static TextOperand Of(string constant) => new(Encoding.UTF8.GetBytes(constant), -1);

    /// <summary>The text; false when the record has no such property.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(in PropertyValues values, out ReadOnlySpan<byte> text)
    {
        text = _constant;
        return _constant is not null || values.TryGet(_property, out text);
    }
}
