using System.Text;
using FsCheck;
using FsCheck.Fluent;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Tests.Log.Records;

/// <summary>A record as plain values: what goes into a batch and must come out of it.</summary>
internal sealed record RecordModel
{
    public byte[] Body { get; init; } = [];

    public string? Tag { get; init; }

    public string? Keys { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; init; } = [];

    public int? Flag { get; init; }

    public bool Tombstone { get; init; }

    public long Born { get; init; }

    public static Gen<RecordModel> Generator { get; } = NewGenerator();

    public static Gen<RecordModel[]> BatchGenerator { get; } = Generator.NonEmptyListOf().Select(list => list.ToArray());

    public static RecordModel Of(RecordView view)
    {
        List<KeyValuePair<string, string>> properties = [];
        foreach (RecordProperty property in view.Properties)
        {
            properties.Add(new(property.Key, property.Value));
        }

        return new()
        {
            Body = view.Body.ToArray(),
            Tag = view.Tag,
            Keys = view.Keys,
            Properties = properties,
            Flag = view.HasFlag ? view.Flag : null,
            Tombstone = view.IsTombstone,
            Born = view.BornTimestampMs,
        };
    }

    public RecordData ToData() => new()
    {
        Body = Body,
        Tag = Tag,
        Keys = Keys,
        Properties = Properties,
        Flag = Flag ?? 0,
        HasFlag = Flag is not null,
        Tombstone = Tombstone,
        BornTimestampMs = Born,
    };

    public bool Equals(RecordModel? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString()
    {
        string properties = string.Join(", ", Properties.Select(pair => $"{Show(pair.Key)}={Show(pair.Value)}"));
        return $"[born {Born}, tag {Show(Tag)}, keys {Show(Keys)}, flag {Flag?.ToString() ?? "none"}, "
            + $"{(Tombstone ? "tombstone" : $"body {Convert.ToHexString(Body)}")}, properties {properties}]";
    }

    private static string Show(string? text) => text is null ? "none" : $"'{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}'";

    private static Gen<RecordModel> NewGenerator()
    {
        Gen<string> text = Gen.Elements("", "a", "TagA", "TagB", "订单", "é", "\U0001F680", " ", "\0", "x y", new string('k', 130))
            .ListOf().Select(pieces => string.Concat(pieces.Take(5)));
        Gen<string?> optionalText = Gen.OneOf(Gen.Constant<string?>(null), Gen.Elements<string?>("TagA", "TagB", "订单"), text.Select(t => (string?)t));
        Gen<KeyValuePair<string, string>> property = text.Two().Select(two => new KeyValuePair<string, string>(two.Item1, two.Item2));
        Gen<byte[]> body = Gen.OneOf(
            Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(),
            Gen.Choose(120, 140).Select(length => new byte[length]),
            Gen.Choose(16_370, 16_400).Select(length => new byte[length]));
        Gen<long> born = Gen.OneOf(
            Gen.Choose(-100, 100).Select(delta => Batches.Born + delta), Gen.Elements(0, -1, long.MinValue, long.MaxValue));
        Gen<int?> flag = Gen.Elements<int?>(null, null, 0, 1, -1, int.MaxValue, int.MinValue);
        return from bornMs in born
               from tag in optionalText
               from keys in optionalText
               from properties in property.ListOf()
               from userFlag in flag
               from isTombstone in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
               from bytes in body
               select new RecordModel
               {
                   Born = bornMs,
                   Tag = tag,
                   Keys = keys,
                   Properties = [.. properties.Take(6)],
                   Flag = userFlag,
                   Tombstone = isTombstone,
                   Body = isTombstone ? [] : bytes,
               };
    }
}
