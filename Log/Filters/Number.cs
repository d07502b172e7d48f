using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrleansRocket.Log.Filters;

/// <summary>A number in a filter or in a property: a 64-bit integer or, where it is none, a 64-bit floating point number. Never NaN or infinite.</summary>
internal readonly struct Number : IComparable<Number>
{
    /// <summary>So many digits always fit into 64 bits.</summary>
    private const int SafeDigits = 18;

    private readonly long _integer;
    private readonly double _real;

    public Number(long integer)
    {
        IsInteger = true;
        _integer = integer;
        _real = integer;
    }

    private Number(double real) => _real = real;

    /// <summary>True when it is an integer that fits into 64 bits.</summary>
    public bool IsInteger { get; }

    /// <summary>Reads a whole text as a number: an optional sign, digits, and a fraction or an exponent if there are any; no spaces.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> text, out Number number) => TryParseInteger(text, out number) || TryParseOther(text, out number);

    /// <summary>Compares as integers where both are, else as floating point numbers.</summary>
    public int CompareTo(Number other) => IsInteger && other.IsInteger ? _integer.CompareTo(other._integer) : _real.CompareTo(other._real);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryParseInteger(ReadOnlySpan<byte> text, out Number number)
    {
        var isNegative = !text.IsEmpty && text[0] == '-';
        var digits = isNegative ? text[1..] : text;
        number = default;
        if (digits.IsEmpty || digits.Length > SafeDigits)
            return false;
        var value = 0L;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + (digit - '0');
        }

        number = new Number(isNegative ? -value : value);
        return true;
    }

    private static bool TryParseOther(ReadOnlySpan<byte> text, out Number number)
    {
        const NumberStyles integer = NumberStyles.AllowLeadingSign;
        const NumberStyles real = integer | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        number = default;
        if (long.TryParse(text, integer, CultureInfo.InvariantCulture, out var whole))
            number = new Number(whole);
        else if (double.TryParse(text, real, CultureInfo.InvariantCulture, out var parsed) && double.IsFinite(parsed))
            number = new Number(parsed);
        else
            return false;
        return true;
    }
}
