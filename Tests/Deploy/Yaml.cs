using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;

namespace OrleansRocket.Tests.Deploy;

/// <summary>A part of a YAML file, with anchors and merged keys put in their places.</summary>
/// <param name="Path">Where it stands, for messages.</param>
/// <param name="Value">A mapping, a sequence or a scalar.</param>
internal sealed record Yaml(string Path, object? Value)
{
    /// <summary>The value of a key, which must be there.</summary>
    public Yaml this[string key] => Find(key) ?? throw new InvalidDataException($"{Path} has no '{key}'");

    public IReadOnlyList<Yaml> Items => Value is List<object?> items
        ? [.. items.Select((item, index) => new Yaml($"{Path}[{index}]", item))]
        : throw new InvalidDataException($"{Path} is no sequence");

    public IEnumerable<string> Keys => Mapping.Keys.Select(key => (string)key);

    public string Text => Value as string ?? throw new InvalidDataException($"{Path} is no scalar");

    public int Number => int.Parse(Text, System.Globalization.CultureInfo.InvariantCulture);

    private Dictionary<object, object?> Mapping => Value as Dictionary<object, object?> ?? throw new InvalidDataException($"{Path} is no mapping");

    /// <summary>The documents of a file.</summary>
    public static IReadOnlyList<Yaml> Read(string file)
    {
        // The strict way first: a key that stands twice is an error.
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        var parser = new MergingParser(new Parser(new StringReader(File.ReadAllText(file))));
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        var documents = new List<Yaml>();
        var deserializer = new DeserializerBuilder().Build();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
            documents.Add(new Yaml($"{System.IO.Path.GetFileName(file)}#{documents.Count}", deserializer.Deserialize<object?>(parser)));
        Assert.Equal(stream.Documents.Count, documents.Count);
        return documents;
    }

    public Yaml? Find(string key) => Mapping.TryGetValue(key, out var value) ? new Yaml($"{Path}.{key}", value) : null;

    /// <summary>A mapping of scalars.</summary>
    public Dictionary<string, string> Texts() => Keys.ToDictionary(key => key, key => this[key].Text);

    /// <summary>A sequence of scalars.</summary>
    public string[] Words() => [.. Items.Select(item => item.Text)];

    /// <summary>Whether a selector of labels finds what has these.</summary>
    public bool Selects(Yaml labels) => Texts().All(label => labels.Find(label.Key)?.Text == label.Value);
}
