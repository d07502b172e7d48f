using System.Globalization;
using OrleansRocket.Cli.Output;
using OrleansRocket.Log.Records;
using Spectre.Console;

namespace OrleansRocket.Cli.Messages;

/// <summary>Messages that were found, for people.</summary>
internal static class FoundMessages
{
    /// <summary>Longer bodies are cut in tables.</summary>
    private const int BodyColumns = 60;

    /// <summary>A line for each.</summary>
    public static void ShowTable(IAnsiConsole console, IReadOnlyList<ConsumedMessage> messages)
    {
        var table = Tables.New(" queue", " offset", "stored at", "message id", "tag", "keys", "body");
        foreach (var message in messages)
        {
            table.AddTexts(
                message.Queue.ToString(CultureInfo.InvariantCulture),
                message.Offset.ToString(CultureInfo.InvariantCulture),
                Time(message.StoredAt),
                message.MessageId,
                message.Tag ?? "",
                string.Join(' ', message.Keys ?? []),
                Shorten(message.Body ?? $"base64:{message.BodyBase64}"));
        }

        console.Write(table);
    }

    /// <summary>Everything about one.</summary>
    public static void ShowFacts(IAnsiConsole console, ConsumedMessage message)
    {
        var facts = new List<(string, string)>
        {
            ("topic", message.Topic),
            ("queue", message.Queue.ToString(CultureInfo.InvariantCulture)),
            ("offset", message.Offset.ToString(CultureInfo.InvariantCulture)),
            ("message id", message.MessageId),
            ("stored at", Time(message.StoredAt)),
        };
        if (message.Tag is { } tag)
            facts.Add(("tag", tag));
        if (message.Keys is { } keys)
            facts.Add(("keys", string.Join(' ', keys)));
        foreach (var (name, value) in message.Properties ?? new Dictionary<string, string>())
            facts.Add(("property", $"{name}={value}"));
        facts.Add(message.Body is { } body ? ("body", body) : ("body (base64)", message.BodyBase64!));
        console.Write(Tables.Facts([.. facts]));
    }

    /// <summary>Whether a text is a message id.</summary>
    public static bool IsId(string text) => MessageId.TryParse(text, out _);

    /// <summary>A time, as all are shown.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Shorten(string body)
    {
        var line = string.Concat(body.Select(unit => char.IsControl(unit) ? ' ' : unit));
        return line.Length <= BodyColumns ? line : $"{line[..BodyColumns]}...";
    }
}
