using System.Text;

namespace OrleansRocket.Examples;

/// <summary>Bodies as text: to the broker they are bytes.</summary>
internal static class Text
{
    /// <summary>A text as a body.</summary>
    public static byte[] Body(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A body as text.</summary>
    public static string Of(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
