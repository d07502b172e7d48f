using System.Numerics;

namespace OrleansRocket.Holding;

/// <summary>One bit for each offset; those below a base are all set and take no memory.</summary>
internal sealed class OffsetBits
{
    private const int WordBits = 64;

    private ulong[] _words = new ulong[16];

    /// <summary>The offset of the first bit kept; a multiple of <see cref="WordBits"/>.</summary>
    private long _base;

    /// <summary>No unset bit lies in the words before this one.</summary>
    private int _full;

    /// <summary>The lowest offset whose bit is not set.</summary>
    public long FirstUnset
    {
        get
        {
            while (_full < _words.Length && _words[_full] == ulong.MaxValue)
                _full++;
            return _base + ((long)_full * WordBits) + (_full < _words.Length ? BitOperations.TrailingZeroCount(~_words[_full]) : 0);
        }
    }

    public bool IsSet(long offset)
    {
        if (offset < _base)
            return true;
        var word = (offset - _base) / WordBits;
        return word < _words.Length && (_words[word] & Bit(offset)) != 0;
    }

    public void Set(long offset)
    {
        if (offset < _base)
            return;
        var word = (offset - _base) / WordBits;
        if (word >= _words.Length)
            Array.Resize(ref _words, checked((int)Math.Max(word + 1, _words.Length * 2L)));
        _words[word] |= Bit(offset);
    }

    /// <summary>Sets everything below an offset and frees the memory for it.</summary>
    public void SetAllBelow(long offset)
    {
        var words = (offset - _base) / WordBits;
        if (words > 0)
        {
            var kept = words < _words.Length ? _words[(int)words..] : [];
            _words = kept.Length > 0 ? kept : new ulong[16];
            _base += words * WordBits;
            _full = Math.Max(0, _full - (int)Math.Min(words, int.MaxValue));
        }

        for (var rest = Math.Max(_base, 0); rest < offset; rest++)
            Set(rest);
    }

    private static ulong Bit(long offset) => 1UL << (int)(offset & (WordBits - 1));
}
