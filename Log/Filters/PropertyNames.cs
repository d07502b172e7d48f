using System.Runtime.CompilerServices;
using System.Text;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Filters;

/// <summary>The properties that an expression names, numbered from 0, and how their values are found in a record.</summary>
internal sealed class PropertyNames
{
    /// <summary>A message's tag, under RocketMQ's name for it.</summary>
    private const string Tag = "TAGS";

    /// <summary>A message's keys, separated by one space, under RocketMQ's name for them.</summary>
    private const string Keys = "KEYS";

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private byte[][] _names = [];
    private int _keys = -1;

    public int Count => _numbers.Count;

    /// <summary>The number of the tag; -1 when the expression does not name it.</summary>
    public int TagNumber { get; private set; } = -1;

    /// <summary>The number of a name, a new one if need be; -1 when there are too many.</summary>
    public int NumberOf(string name)
    {
        if (_numbers.TryGetValue(name, out var number))
            return number;
        if (Count == SqlFilter.MaxProperties)
            return -1;
        number = Count;
        _numbers.Add(name, number);

        // No property of that name shadows the tag or the keys: an empty name is nobody's that the grammar allows.
        _names = [.. _names, name is Tag or Keys ? [] : Encoding.UTF8.GetBytes(name)];
        if (name == Tag)
            TagNumber = number;
        if (name == Keys)
            _keys = number;
        return number;
    }

    /// <summary>Finds where the values lie; of several properties with one name the first counts.</summary>
    /// <param name="batch">The record's batch.</param>
    /// <param name="layout">The record.</param>
    /// <param name="found">Takes the values by number: what is missing stays the default.</param>
    /// <returns>False if the properties do not follow the format.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryFind(ReadOnlySpan<byte> batch, in RecordLayout layout, Span<RecordLayout.Part> found)
    {
        found.Clear();
        var missing = Count;
        if (TagNumber >= 0)
        {
            found[TagNumber] = layout.Tag;
            missing--;
        }

        if (_keys >= 0)
        {
            found[_keys] = layout.Keys;
            missing--;
        }

        var section = batch[..(layout.Properties.Start + layout.Properties.Length)];
        for (var position = layout.Properties.Start; missing > 0 && position < section.Length;)
        {
            if (!PropertyReader.TryRead(section, ref position, out var key, out var value))
                return false;
            var number = Find(key.Of(section));
            if (number < 0 || found[number].Start != 0)
                continue;
            found[number] = value;
            missing--;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Find(ReadOnlySpan<byte> key)
    {
        for (var number = 0; number < _names.Length; number++)
        {
            var name = _names[number];
            if (name.Length == key.Length && key.SequenceEqual(name) && name.Length > 0)
                return number;
        }

        return -1;
    }
}
