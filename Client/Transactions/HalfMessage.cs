using OrleansRocket.Log.Records;
using OrleansRocket.Messages;

namespace OrleansRocket;

/// <summary>A message whose transaction the broker asks about.</summary>
public sealed class HalfMessage
{
    private readonly RecordView _record;

    internal HalfMessage(in RecordView record) => _record = record;

    /// <summary>The topic into which it goes when the transaction is committed.</summary>
    public string Topic => RecordParts.Find(_record, MessageProperty.RealTopic) ?? "";

    /// <summary>Its id, as its sender got it.</summary>
    public MessageId MessageId => _record.Id;

    /// <summary>The content. It must not be written to.</summary>
    public ReadOnlyMemory<byte> Body => _record.Body;

    /// <summary>The tag, or null.</summary>
    public string? Tag => _record.Tag;

    /// <summary>The keys.</summary>
    public IReadOnlyList<string> Keys => RecordParts.KeysOf(_record);

    /// <summary>When the broker stored it, by the broker's clock.</summary>
    public DateTimeOffset StoredAt => DateTimeOffset.FromUnixTimeMilliseconds(_record.StoreTimestampMs);

    /// <summary>The value of one of the application's properties, or null.</summary>
    public string? GetProperty(string name) => RecordParts.PropertyOf(_record, name);
}
