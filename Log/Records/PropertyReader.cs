namespace OrleansRocket.Log.Records;

/// <summary>Reads the pairs of a record's property section one by one, without allocating.</summary>
internal static class PropertyReader
{
    /// <summary>Reads the pair at a position and moves behind it; false if the bytes do not follow the format.</summary>
    public static bool TryRead(ReadOnlySpan<byte> section, ref int position, out RecordLayout.Part key, out RecordLayout.Part value)
    {
        value = default;
        return RecordLayout.Part.TryRead(section, ref position, out key)
            && RecordLayout.Part.TryRead(section, ref position, out value);
    }

    /// <summary>Whether a section is made of whole pairs and nothing else.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> section)
    {
        int position = 0;
        while (position < section.Length)
        {
            if (!TryRead(section, ref position, out _, out _))
            {
                return false;
            }
        }

        return true;
    }
}
