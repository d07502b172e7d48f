using System.Text;

namespace OrleansRocket.Tests.Cli.Logs;

/// <summary>Damages files.</summary>
internal static class Damage
{
    /// <summary>Where a text stands in a file.</summary>
    public static long BodyOf(string file, string text)
    {
        var position = File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(position > 0, $"{file} does not hold '{text}'");
        return position;
    }

    /// <summary>Flips one bit.</summary>
    public static void Flip(string file, long position)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = position;
        var value = stream.ReadByte();
        stream.Position = position;
        stream.WriteByte((byte)(value ^ 1));
    }
}
