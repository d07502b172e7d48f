using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace OrleansRocket.Bench.Peers.Redis;

/// <summary>Writes commands for a Redis server.</summary>
internal static class RespCommand
{
    /// <summary>A command whose arguments are all texts.</summary>
    public static byte[] Of(params ReadOnlySpan<string> arguments)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteHeader(output, arguments.Length);
        foreach (var argument in arguments)
            WriteBulk(output, Encoding.UTF8.GetBytes(argument));
        return output.WrittenSpan.ToArray();
    }

    /// <summary><c>XADD key * m payload</c>.</summary>
    public static byte[] Add(string key, byte[] payload)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteHeader(output, 5);
        foreach (var argument in (ReadOnlySpan<string>)["XADD", key, "*", "m"])
            WriteBulk(output, Encoding.UTF8.GetBytes(argument));
        WriteBulk(output, payload);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The beginning of a command.</summary>
    public static void WriteHeader(IBufferWriter<byte> output, int arguments)
    {
        output.Write("*"u8);
        WriteNumber(output, arguments);
        output.Write("\r\n"u8);
    }

    /// <summary>One argument.</summary>
    public static void WriteBulk(IBufferWriter<byte> output, ReadOnlySpan<byte> argument)
    {
        output.Write("$"u8);
        WriteNumber(output, argument.Length);
        output.Write("\r\n"u8);
        output.Write(argument);
        output.Write("\r\n"u8);
    }

    private static void WriteNumber(IBufferWriter<byte> output, int number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(11), out var length);
        output.Advance(length);
    }
}
