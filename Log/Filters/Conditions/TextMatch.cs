using System.Runtime.CompilerServices;
using System.Text;

namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>CONTAINS, STARTSWITH or ENDSWITH, byte by byte; unknown if the property is missing.</summary>
internal sealed class TextMatch(int property, SqlTokenKind match, string sought) : Condition
{
    private readonly byte[] _sought = Encoding.UTF8.GetBytes(sought);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override Truth Evaluate(in PropertyValues values)
    {
        if (!values.TryGet(property, out var value))
            return Truth.Unknown;
        return Of(match switch
        {
            SqlTokenKind.StartsWith => value.StartsWith(_sought),
            SqlTokenKind.EndsWith => value.EndsWith(_sought),
            _ => value.IndexOf(_sought) >= 0,
        });
    }
}
