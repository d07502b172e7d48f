namespace Orleans.Serialization.Buffers;

/// <summary>Numbers objects by identity in the order in which they are added. Few are searched one by one, many through a dictionary.</summary>
internal sealed class ReferenceTable
{
    private const int Few = 16;

    private readonly List<object> _objects = [];
    private Dictionary<object, int>? _index;

    /// <summary>The number of an object that was added before; -1 if it is new and was added now.</summary>
    public int FindOrAdd(object value)
    {
        if (_index is not null)
        {
            if (_index.TryGetValue(value, out var number))
            {
                return number;
            }

            _index.Add(value, _index.Count);
            return -1;
        }

        for (var i = 0; i < _objects.Count; i++)
        {
            if (ReferenceEquals(_objects[i], value))
            {
                return i;
            }
        }

        _objects.Add(value);
        if (_objects.Count > Few)
        {
            _index = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
            foreach (var each in _objects)
            {
                _index.Add(each, _index.Count);
            }
        }

        return -1;
    }
}
