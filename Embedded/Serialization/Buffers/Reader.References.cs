using Orleans.Serialization.Codecs;
using Orleans.Serialization.Types;

namespace Orleans.Serialization.Buffers;

/// <summary>
/// The types and tracked objects that later bytes refer to by number. What lies in a field that was skipped keeps its number and is read
/// from its place when something that is not skipped refers to it, so that an added field never harms an older reader.
/// </summary>
internal ref partial struct Reader
{
    /// <summary>Stands for a tracked object that is being read and cannot be referred to yet.</summary>
    private static readonly object Unfinished = new();

    /// <summary>Reads what <see cref="Writer.WriteType"/> wrote.</summary>
    /// <exception cref="SerializerException">There is no such type, or it may not be made from bytes.</exception>
    public Type ReadType()
    {
        var index = PassType();
        var (position, (start, length, type)) = _types![index];
        if (type is null)
        {
            type = TypeNames.Decode(_source.Slice(start, length));
            _types[index] = (position, (start, length, type));
        }

        return type;
    }

    /// <summary>Gives the tracked object whose header was just read its number, and the object itself if a reference led to it before.</summary>
    public int BeginTracked(out object? known)
    {
        var slot = PassTracked();
        known = _slots![slot].Value;
        if (known is null)
        {
            Fill(slot, Unfinished);
        }

        return slot;
    }

    /// <summary>Makes an object known under its number; without effect if it is not tracked.</summary>
    public readonly void Fill(int slot, object value)
    {
        if (slot >= 0)
        {
            _slots![slot] = (_slots[slot].Position, value);
        }
    }

    /// <summary>Reads a reference to a tracked object.</summary>
    /// <param name="codec">Reads the object itself if its place was skipped.</param>
    public T ReadReference<T>(ReferenceTypeCodec<T> codec)
        where T : class
    {
        var number = ReadVarUInt();
        if (_slots is null || number >= (ulong)_slots.Count)
        {
            throw new SerializerException($"There is no object number {number} before the reference to it.");
        }

        var (position, value) = _slots[(int)number];
        if (value is null)
        {
            var resume = _position;
            _position = position;
            Enter();
            value = codec.ReadTracked(ref this);
            Leave();
            _position = resume;
        }

        return Complete<T>(value, number);
    }

    /// <summary>A tracked object that was made before, if it can be referred to.</summary>
    public static T Complete<T>(object value, ulong number)
        where T : class
    {
        if (ReferenceEquals(value, Unfinished))
        {
            throw new SerializerException($"Object number {number} refers to itself, but a {typeof(T)} can be referred to only when it is complete.");
        }

        return value as T ?? throw new SerializerException($"Object number {number} is a {value.GetType()}, where a {typeof(T)} is expected.");
    }

    private int PassTracked()
    {
        _slots ??= [];
        var slot = FindPlace(_slots, _position);
        if (slot == _slots.Count)
        {
            _slots.Add((_position, null));
        }

        return slot;
    }

    private int PassType()
    {
        var index = ReadVarUInt();
        _types ??= [];
        if (index > 0)
        {
            return index <= (ulong)_types.Count ? (int)index - 1 : throw new SerializerException($"There is no type number {index} before the reference to it.");
        }

        var position = _position;
        var length = ReadBytes().Length;
        var known = FindPlace(_types, position);
        if (known == _types.Count)
        {
            _types.Add((position, (_position - length, length, null)));
        }

        return known;
    }

    /// <summary>Numbers are given in the order of places; a place that is read again, after it was skipped, has its number already.</summary>
    private static int FindPlace<T>(List<(int Position, T)> places, int position)
    {
        if (places.Count == 0 || places[^1].Position < position)
        {
            return places.Count;
        }

        var (low, high) = (0, places.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = places[middle].Position < position ? (middle + 1, high) : (low, middle);
        }

        return places[low].Position == position ? low : throw new SerializerException("A reference leads into the middle of a value.");
    }
}
