using System.Security.Cryptography;

namespace OrleansRocket.Cli.Quickstart;

/// <summary>SHA-256 of lines, each followed by a line feed. Gathers short lines, since every call of the hash costs more than they do.</summary>
internal sealed class LineHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _used;

    public void Add(ReadOnlySpan<byte> line)
    {
        if (_used + line.Length + 1 > _buffer.Length)
            Flush();
        if (line.Length + 1 > _buffer.Length)
        {
            _hash.AppendData(line);
            line = [];
        }

        line.CopyTo(_buffer.AsSpan(_used));
        _used += line.Length;
        _buffer[_used++] = (byte)'\n';
    }

    /// <summary>The hash as lower-case hexadecimal digits.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _used);
        _used = 0;
    }
}
