using System.Globalization;

namespace OrleansRocket.Cli.Messages;

/// <summary>A queue's number and an offset in it, written <c>QUEUE:OFFSET</c>.</summary>
/// <param name="Queue">The queue, 0 or more.</param>
/// <param name="Offset">The offset, 0 or more.</param>
internal readonly record struct MessagePlace(int Queue, long Offset)
{
    /// <summary>Reads it; null when the text is something else.</summary>
    public static MessagePlace? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && int.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var queue)
            && long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new MessagePlace(queue, offset)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Queue}:{Offset}");
}
